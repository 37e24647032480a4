"""The workshop: one command a module, run as ``python -m wsgi_apps NAME``."""
