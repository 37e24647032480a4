"""Tests of wsgi_apps/extensions."""
