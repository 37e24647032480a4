"""How fast: ``python -m tests.bench`` measures wsgi_apps beside its peers and writes ``docs/speed.md``."""
