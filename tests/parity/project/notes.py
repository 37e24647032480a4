"""Notes as pages."""

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, stream_with_context, url_for

from .auth import login_required
from .db import get_db

bp = Blueprint("notes", __name__, url_prefix="/notes")


@bp.url_value_preprocessor
def remember_note(endpoint, values):
    g.note_id = (values or {}).get("note_id")


@bp.errorhandler(403)
def not_yours(error):
    return render_template("error.html", code=403, words="This note is not yours."), 403


def get_note(note_id):
    note = get_db().execute("SELECT * FROM note WHERE id = ?", (note_id,)).fetchone()
    if note is None:
        abort(404, f"There is no note {note_id}.")
    return note


@bp.route("/")
def index():
    page = request.args.get("page", 1, type=int)
    word = request.args.get("q", "")
    notes = get_db().execute("SELECT * FROM note WHERE title LIKE ? ORDER BY id", (f"%{word}%",)).fetchall()
    return render_template("notes/index.html", notes=notes[(page - 1) * 2 : page * 2], word=word, page=page)


@bp.route("/<int:note_id>")
def show(note_id):
    return render_template("notes/show.html", note=get_note(note_id))


@bp.route("/new", methods=["GET", "POST"])
@login_required
def create():
    if request.method == "POST":
        title = request.form.get("title", "")
        if not title:
            flash("A note needs a title.", "error")
        else:
            with get_db() as db:
                row = (g.user["id"], title, request.form.get("body", ""))
                added = db.execute("INSERT INTO note (author, title, body) VALUES (?, ?, ?)", row)
            flash("The note is saved.")
            return redirect(url_for(".show", note_id=added.lastrowid))
    return render_template("notes/form.html")


@bp.post("/<int:note_id>/delete")
@login_required
def delete(note_id):
    if get_note(g.note_id)["author"] != g.user["id"]:
        abort(403)
    with get_db() as db:
        db.execute("DELETE FROM note WHERE id = ?", (note_id,))
    return redirect(url_for("notes.index"))


@bp.route("/export.csv")
def export():
    def lines():
        yield "id,title\n"
        for note in get_db().execute("SELECT * FROM note ORDER BY id"):
            yield f"{note['id']},{note['title']}\n"
        yield f"# {request.path}\n"

    headers = {"Content-Disposition": "attachment; filename=notes.csv"}
    return Response(stream_with_context(lines()), mimetype="text/csv", headers=headers)
