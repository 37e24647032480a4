"""The trap: settings for gunicorn with `loglevel = "all"`. There is no such level; gunicorn takes it for info, in silence."""

import os

bind = os.environ.get("WSGI_APPS_GUNICORN", "127.0.0.1:4958")
control_socket_disable = True
loglevel = "all"
