"""Pages for errors."""

from flask import abort, render_template, request


class NotToday(Exception):
    """Raised where the club is closed."""


def init_app(app):
    @app.errorhandler(404)
    def not_found(error):
        return render_template("error.html", code=404, words=f"There is nothing at {request.path}."), 404

    @app.errorhandler(405)
    def wrong_method(error):
        return render_template("error.html", code=405, words=", ".join(sorted(error.valid_methods))), 405

    @app.errorhandler(NotToday)
    def not_today(error):
        return f"Closed: {error}", 503, {"Retry-After": "3600"}

    @app.errorhandler(500)
    def broken(error):
        return render_template("error.html", code=500, words=type(error.original_exception).__name__), 500

    @app.route("/closed")
    def closed():
        raise NotToday(request.args.get("why", "a holiday"))

    @app.route("/broken")
    def fails():
        return {}["nothing"]

    @app.route("/teapot")
    def teapot():
        abort(418, "no coffee here")
