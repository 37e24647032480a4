"""The cure: a Mount compares whole segments, so `/601621769` is not below the prefix. Every other path is 404."""

from examples.lab17_nginx.raw import application as told
from wsgi_apps import Mount

application = Mount(None, {"/60162176": told})
