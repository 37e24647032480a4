"""Notes as JSON: class-based views."""

from flask import Blueprint, abort, g, jsonify, request, url_for
from flask.views import MethodView

from .auth import login_required
from .db import get_db
from .notes import get_note

bp = Blueprint("api", __name__, url_prefix="/api")
v1 = Blueprint("v1", __name__, url_prefix="/v1")


def as_dict(note):
    return {"id": note["id"], "title": note["title"], "url": url_for("api.v1.note", note_id=note["id"])}


class NotesAPI(MethodView):
    def get(self):
        notes = get_db().execute("SELECT * FROM note ORDER BY id").fetchall()
        return jsonify([as_dict(note) for note in notes])

    @login_required
    def post(self):
        data = request.get_json()
        if not isinstance(data, dict) or not data.get("title"):
            abort(400, "title is required")
        with get_db() as db:
            row = (g.user["id"], data["title"], data.get("body", ""))
            added = db.execute("INSERT INTO note (author, title, body) VALUES (?, ?, ?)", row)
        note = as_dict(get_note(added.lastrowid))
        return note, 201, {"Location": note["url"]}


class NoteAPI(MethodView):
    init_every_request = False

    def get(self, note_id):
        note = get_note(note_id)
        return {**as_dict(note), "body": note["body"]}

    def patch(self, note_id):
        with get_db() as db:
            db.execute("UPDATE note SET body = ? WHERE id = ?", (request.json["body"], note_id))
        return self.get(note_id)


v1.add_url_rule("/notes", view_func=NotesAPI.as_view("notes"))
v1.add_url_rule("/notes/<int:note_id>", view_func=NoteAPI.as_view("note"))


@bp.app_errorhandler(400)
@bp.errorhandler(401)
@bp.errorhandler(404)
def as_json(error):
    return jsonify(error=error.name, path=request.path), error.code


@bp.after_request
def allow_everybody(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


bp.register_blueprint(v1)
