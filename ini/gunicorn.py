# gunicorn for the course. It names no application: the command line does, so that one file serves them all.
#
#   gunicorn --config ini/gunicorn.py wsgi_apps.hello_json
#
# The file is Python, and gunicorn runs it: a name that is a setting is that setting, any other name is passed
# over. gunicorn passes over a misspelt setting, too, and says nothing. `gunicorn --check-config --print-config` shows
# what gunicorn understood.

import os

# Where the logs and the number of the master process go. gunicorn does not make this folder, and does not start without
# it; examples/lab18_gunicorn/start makes it.
folder = os.environ.get("WSGI_APPS_LOGS", "build/gunicorn")

# --- Where it listens: this machine only ---

# Plain HTTP.
bind = os.environ.get("WSGI_APPS_GUNICORN", "127.0.0.1:4958")

# Whose X-Forwarded-Proto and SCRIPT_NAME headers are believed: nobody's. By default it is every client on this machine, as
# if each of them were nginx. With nginx in front and nobody else on the machine, write "127.0.0.1".
forwarded_allow_ips = ""

# --- Processes ---

# The master watches the workers, and starts a new one for each that dies. Two workers answer two requests at a time. The
# usual number for a machine of its own is twice its cores and one more.
workers = 2

# A worker answers one request at a time ("sync"); with threads = 4 it would be "gthread", and four.
threads = 1

# Seconds after which a worker that is still busy with one request is taken for hung, and killed: its client gets nothing.
timeout = 30

# Seconds that the requests in hand have when gunicorn ends or reloads its workers.
graceful_timeout = 30

# The number of the master process: `stop` sends it the signal to end. It is removed at a good end.
pidfile = f"{folder}/gunicorn.pid"

# gunicorn would leave a socket in your home folder, through which the tool gunicornc commands it. Signals do here.
control_socket_disable = True

# --- Logs ---

# One line a request, in the form of Apache: who, when, the request line, the status, the bytes, from where, with what.
accesslog = f"{folder}/access.log"

# gunicorn's own words, and the tracebacks of applications. What an application writes to wsgi.errors comes here too.
errorlog = f"{folder}/error.log"

# What an application prints goes to the error log as well. Without this line a service prints to nowhere.
capture_output = True

# debug, info, warning, error or critical. Any other word, such as "all", is info, and gunicorn does not say so.
loglevel = "info"
