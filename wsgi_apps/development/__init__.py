"""The development server, with its reloader and its debug page."""
