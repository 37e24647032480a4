"""Ours and Flask's below a prefix each, by `Mount`: it mounts any WSGI application."""

from examples.lab16_mounting import flask_app, ours
from wsgi_apps import Mount

application = Mount(None, {"/60162176/mount/flask_app": flask_app.app, "/60162176/mount/ours": ours.app})

# Each alone at the prefix of the course.
flask_app_alone = Mount(None, {"/60162176": flask_app.app})
ours_alone = Mount(None, {"/60162176": ours.app})
