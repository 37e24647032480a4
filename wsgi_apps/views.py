"""Class-based views, under the name of the module that Flask has them in."""

from wsgi_apps.extensions.class_views import MethodView, View

__all__ = ["MethodView", "View"]
