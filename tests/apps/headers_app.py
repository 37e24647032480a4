"""An application that puts a client's words into a header, as no application should."""

from wsgi_apps import App, request

application = App(__name__, static_folder=None)


@application.get("/60162176/hdr")
def header():
    return "ok", {request.args.get("n", "X-A"): request.args["v"]}
