"""Step 2: pages that take different methods. This file is given."""

from step01 import echo, page
from tiny.router import Router

application = Router()
application.add("/", page("Home"))
application.add("/echo", echo, methods=["GET", "POST"])
application.add("/books", page("All books"))
application.add("/books", page("A new book"), methods=["POST"])
application.add("/only", page("Put away"), methods=["PUT"])
