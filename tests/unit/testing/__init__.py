"""Tests of wsgi_apps/testing."""
