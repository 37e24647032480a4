"""An own page for 404 that forgets to say so: it is sent with 200."""

from wsgi_apps import App

app = App(__name__)


@app.errorhandler(404)
def no_page(error):
    return "There is no such page."
