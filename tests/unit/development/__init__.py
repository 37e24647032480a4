"""Tests of wsgi_apps/development."""
