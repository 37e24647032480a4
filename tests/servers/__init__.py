"""Real servers: uWSGI, nginx, gunicorn, the strict one, and what goes wrong under them."""
