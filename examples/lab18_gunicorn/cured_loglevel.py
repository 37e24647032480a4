"""The cure: settings for gunicorn with `loglevel = "debug"`. This level leaves nothing out."""

import os

bind = os.environ.get("WSGI_APPS_GUNICORN", "127.0.0.1:4958")
control_socket_disable = True
loglevel = "debug"
