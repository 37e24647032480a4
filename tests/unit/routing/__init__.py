"""Tests of wsgi_apps/routing."""
