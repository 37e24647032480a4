"""gunicorn for a garage. error.log has everything: tracebacks, what is printed, and gunicorn's own lines for debugging.

By hand:  PORT=8000 gunicorn garage:application
"""

import os

bind = f"127.0.0.1:{os.environ['PORT']}"
workers = 1
errorlog = "error.log"
loglevel = "all"
