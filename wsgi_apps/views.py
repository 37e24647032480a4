"""Class-based views, under the name of the module that Flask has them in."""

try:
    from wsgi_apps.extensions.class_views import MethodView, View
except ModuleNotFoundError as missing:
    if missing.name not in ("webob", "markupsafe"):
        raise
    raise ImportError("wsgi_apps.views needs WebOb: activate the environment with `. .venv/bin/activate`") from None

__all__ = ["MethodView", "View"]
