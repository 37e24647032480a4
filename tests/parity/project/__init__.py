"""The notebook of a club: a Flask project as a student writes it. The tests run it on both frameworks."""

from pathlib import Path

from flask import Flask, g, jsonify, render_template, request, session


def create_app(test_config=None):
    app = Flask(__name__, instance_relative_config=True)
    app.config.from_mapping(
        SECRET_KEY="dev",
        DATABASE=Path(app.instance_path, "club.sqlite"),
        UPLOAD_FOLDER=Path(app.instance_path, "uploads"),
        MAX_CONTENT_LENGTH=64 * 1024,
    )
    if test_config is None:
        app.config.from_pyfile("config.py", silent=True)
    else:
        app.config.from_mapping(test_config)
    Path(app.config["UPLOAD_FOLDER"]).mkdir(parents=True, exist_ok=True)

    from . import api, auth, db, errors, gallery, notes

    db.init_app(app)
    errors.init_app(app)
    app.register_blueprint(auth.bp)
    app.register_blueprint(notes.bp)
    app.register_blueprint(gallery.bp, url_prefix="/gallery")
    app.register_blueprint(api.bp)

    @app.context_processor
    def club():
        return {"club": "노트 club", "visits": session.get("visits", 0)}

    @app.template_filter("short")
    def short(text, length=20):
        return text if len(text) <= length else text[:length] + "…"

    @app.before_request
    def count_visits():
        session["visits"] = session.get("visits", 0) + 1

    @app.after_request
    def mark(response):
        response.headers["X-Endpoint"] = str(request.endpoint)
        return response

    @app.route("/")
    def index():
        return render_template("index.html", user=g.user)

    @app.route("/health")
    def health():
        return jsonify(status="ok", database=Path(app.config["DATABASE"]).name)

    return app
