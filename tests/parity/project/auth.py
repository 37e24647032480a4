"""Members: they register, log in and log out."""

import functools
import hashlib
import sqlite3

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for

from .db import get_db

bp = Blueprint("auth", __name__, url_prefix="/auth")


def hashed(password):
    return hashlib.sha256(password.encode("utf-8")).hexdigest()


@bp.before_app_request
def load_user():
    user_id = session.get("user_id")
    g.user = None
    if user_id is not None:
        g.user = get_db().execute("SELECT * FROM user WHERE id = ?", (user_id,)).fetchone()


def login_required(view):
    @functools.wraps(view)
    def wrapped(*args, **kwargs):
        if g.user is None:
            if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
                abort(401)
            return redirect(url_for("auth.login", next=request.path))
        return view(*args, **kwargs)

    return wrapped


@bp.route("/register", methods=("GET", "POST"))
def register():
    if request.method == "POST":
        name, password = request.form["name"].strip(), request.form["password"]
        if not name or not password:
            flash("Name and password are required.", "error")
        else:
            try:
                with get_db() as db:
                    db.execute("INSERT INTO user (name, password) VALUES (?, ?)", (name, hashed(password)))
            except sqlite3.IntegrityError:
                flash(f"{name} is registered already.", "error")
            else:
                flash("Welcome! Now log in.")
                return redirect(url_for(".login"))
    return render_template("auth/form.html", title="Register")


@bp.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        user = get_db().execute("SELECT * FROM user WHERE name = ?", (request.form["name"],)).fetchone()
        if user is not None and user["password"] == hashed(request.form["password"]):
            session.clear()
            session["user_id"] = user["id"]
            session.permanent = "remember" in request.form
            return redirect(request.args.get("next") or url_for("index"))
        flash("Wrong name or password.", "error")
    return render_template("auth/form.html", title="Log in")


@bp.post("/logout")
def logout():
    session.pop("user_id", None)
    return redirect(url_for("index"), code=303)
