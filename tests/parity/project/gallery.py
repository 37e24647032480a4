"""Pictures that members upload."""

from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_from_directory, url_for
from flask.views import View

from .auth import login_required

ALLOWED = {"png", "txt"}

bp = Blueprint(
    "gallery", __name__, template_folder="gallery_templates", static_folder="gallery_static", static_url_path="/assets"
)


class Gallery(View):
    methods = ["GET", "POST"]
    decorators = [login_required]

    def dispatch_request(self):
        folder = Path(current_app.config["UPLOAD_FOLDER"])
        if request.method == "POST":
            file = request.files.get("file")
            if file is None or file.filename == "":
                flash("Choose a file.", "error")
                return redirect(request.url)
            name = Path(file.filename).name
            if name.rpartition(".")[2].lower() not in ALLOWED:
                return "This kind of file is not taken.", 415
            file.save(folder / name)
            return redirect(url_for("gallery.download", name=name))
        return render_template("gallery/index.html", names=sorted(path.name for path in folder.iterdir()))


bp.add_url_rule("/", view_func=Gallery.as_view("index"))


@bp.route("/files/<path:name>")
def download(name):
    return send_from_directory(current_app.config["UPLOAD_FOLDER"], name, as_attachment="save" in request.args)
