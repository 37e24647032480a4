"""Step 10: applications below prefixes, and links. This file is given; wsgi_apps' Mount stands beside yours."""

from tiny import App, Mount, url_for

from wsgi_apps import Mount as TheirMount

shop = App()


@shop.route("/")
def home():
    return url_for("item", number=7)


@shop.route("/item/<int:number>")
def item(number):
    return f"{url_for('item', number=number)} {url_for('home')}"


@shop.route("/find/<word>")
def find(word):
    return url_for("find", word=word, page=2)


@shop.route("/docs/")
def docs():
    return "The documents"


def where(environ, start_response):
    """Answer with the two halves of the path."""
    body = f"{environ.get('SCRIPT_NAME', '')} {environ.get('PATH_INFO', '')}".encode("latin-1", "replace")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


def mounted(mount):
    """Return the same applications below a mount."""
    return mount(where, {"/shop": shop, "/shop/old": where, "/가게": shop, "/deep": mount(where, {"/shop": shop})})


application = Mount(where, {"/mine": mounted(Mount), "/theirs": mounted(TheirMount)})
