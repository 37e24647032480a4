"""Tests of wsgi_apps/tools."""
