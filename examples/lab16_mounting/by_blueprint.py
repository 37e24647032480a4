#!/usr/bin/env python3
"""The site as a part of one application: a blueprint, registered below two prefixes."""

from wsgi_apps import Blueprint, Flask, redirect, request, url_for

site = Blueprint("site", __name__)
app = Flask(__name__)
visits = app.config["VISITS"] = []


@site.route("/")
def home():
    return "Home"


@site.route("/<name>")
def page(name):
    return f"Page {name}"


@site.route("/go")
def go():
    return redirect(url_for(".page", name="x"))


@app.after_request
def tell(response):
    visits.append(request.blueprint)
    response.headers["Script-Name"] = ascii(request.environ.get("SCRIPT_NAME"))
    response.headers["Path-Info"] = ascii(request.environ.get("PATH_INFO"))
    response.headers["Url-For"] = url_for(".page" if request.blueprint else "one.page", name="x")
    response.headers["Visits"] = str(len(visits))
    return response


app.register_blueprint(site, name="one", url_prefix="/60162176/one")
app.register_blueprint(site, name="two", url_prefix="/60162176/two")

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
