"""Finds the templates of an application and of its blueprints. Jinja2 is imported with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, TemplateNotFound

from wsgi_apps.extensions.disk import utf_8_name


class FolderLoader(FileSystemLoader):
    """Loads templates from folders. It finds Korean names under any locale."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its path, and a function that says whether it is still the same file."""
        return super().get_source(environment, utf_8_name(template))


class TemplateLoader(BaseLoader):
    """Looks in the folder of the application ``app`` first, then in those of its blueprints in their order."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def loaders(self) -> list[BaseLoader]:
        """Return the loaders of the folders. A blueprint may join after the first look."""
        found = [scaffold.jinja_loader for scaffold in self.app.template_scaffolds()]
        return [loader for loader in found if loader is not None]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the text of a template, its file, and a function that says whether it is still so."""
        for loader in self.loaders():
            try:
                return loader.get_source(environment, template)
            except TemplateNotFound:
                continue
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """Return the names of all templates."""
        return sorted({name for loader in self.loaders() for name in loader.list_templates()})
