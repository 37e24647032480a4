"""A custom 404 page: the text, and the status beside it."""

from wsgi_apps import App

app = App(__name__)


@app.errorhandler(404)
def no_page(error):
    return "There is no such page.", 404
