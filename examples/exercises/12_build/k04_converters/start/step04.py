"""Step 4: variables with a type. This file is given."""

from step03 import values
from tiny.router import Router


def typed(environ, start_response):
    """Answer with the values of the variables as Python writes them."""
    _, found = environ["wsgiorg.routing_args"]
    shown = {name: repr(value) for name, value in found.items()}
    return values({**environ, "wsgiorg.routing_args": ((), shown)}, start_response)


def month(text):
    """Return the number of a month: the converter of a program."""
    if not 1 <= int(text) <= 12:
        raise ValueError(text)
    return int(text)


def complaint(add):
    """Return the sentence of the error that the router raises for a wrong rule."""
    try:
        add("/<nothing:name>", typed)
    except (LookupError, ValueError) as error:
        return str(error)
    return "no error"


application = Router()
application.converter("month", "[0-9]{1,2}", month)
application.add("/item/<int:number>", typed)
application.add("/sum/<int:first>/<int:second>", typed)
application.add("/files/<path:rest>", typed)
application.add("/name/<string:name>", typed)
application.add("/plain/<name>", typed)
application.add("/in/<int:year>/<month:number>", typed)
COMPLAINT = complaint(application.add)
application.add(
    "/complaint",
    lambda environ, start_response: values(
        {**environ, "wsgiorg.routing_args": ((), {"error": COMPLAINT})}, start_response
    ),
)
