"""The trap: settings for gunicorn with `loglevel = "all"`. This level does not exist; gunicorn uses info, without a message."""

import os

bind = os.environ.get("WSGI_APPS_GUNICORN", "127.0.0.1:4958")
control_socket_disable = True
loglevel = "all"
