"""Tests of wsgi_apps/messages."""
