"""The cure: the application is mounted, in whole segments. `/601621769` is somebody else's, and what is not there is 404."""

from examples.lab17_nginx.raw import application as told
from wsgi_apps import Mount

application = Mount(None, {"/60162176": told})
