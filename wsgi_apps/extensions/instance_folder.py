"""The instance folder: files that belong to one installation of a program, such as its key and its database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Any

from wsgi_apps.extensions.disk import system_path
from wsgi_apps.extensions.scaffold import folder_of


class InstanceFolder:
    """An application with a folder ``instance_path``, which you make yourself."""

    import_name: str
    instance_path: str

    def set_instance_path(self, path: str | Path | None) -> None:
        """Set the folder, an absolute path; with None it is found. Raises ValueError for a relative path."""
        if path is not None and not Path(path).is_absolute():
            raise ValueError(f"instance_path={str(path)!r} is relative: write an absolute path")
        self.instance_path = self.auto_find_instance_path() if path is None else str(path)

    def auto_find_instance_path(self) -> str:
        """Return the folder ``instance`` beside the program; ``var/NAME-instance`` of an environment if installed."""
        package = self.import_name.partition(".")[0]
        folder = folder_of(package)
        if hasattr(sys.modules.get(package), "__path__"):
            folder = folder.parent
        prefix = Path(sys.prefix).absolute()
        return str(prefix / "var" / f"{package}-instance" if folder.is_relative_to(prefix) else folder / "instance")

    def open_instance_resource(self, resource: str, mode: str = "rb", encoding: str | None = "utf-8") -> IO[Any]:
        """Return a file of the folder, open for reading or writing. Raises OSError."""
        path = Path(system_path(Path(self.instance_path, resource)))
        return path.open(mode, encoding=None if "b" in mode else encoding)
