"""Step 5: rules that fit the same path, and slashes. This file is given."""

from step01 import page
from step04 import typed
from tiny.router import Router

application = Router()
application.add("/<path:rest>", typed)
application.add("/<first>/<second>", typed)
application.add("/user/<name>", typed)
application.add("/user/<int:number>", typed)
application.add("/user/me", page("It is you"))
application.add("/user/me", page("Gone"), methods=["DELETE"])
application.add("/docs/", page("The documents"))
application.add("/docs/<name>", typed)
application.add("/shelf/<int:number>/", typed)
application.add("/form/", page("Sent"), methods=["POST"])
