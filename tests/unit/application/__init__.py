"""Tests of wsgi_apps/application."""
