"""The loader of templates: Jinja2's, which finds Korean names under any locale."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment, FileSystemLoader

from wsgi_apps.extensions.disk import utf_8_name


class FolderLoader(FileSystemLoader):
    """Loads templates from folders."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its path, and a function that says whether it is still the same file."""
        return super().get_source(environment, utf_8_name(template))
