"""A custom 404 page that forgets its status: it is sent with 200."""

from wsgi_apps import App

app = App(__name__)


@app.errorhandler(404)
def no_page(error):
    return "There is no such page."
