"""Naming an application, in one way for every command: a module, a file, and a name in it.

``hello``, ``package.module:app``, ``hello.py`` and ``folder/hello.py:app`` are names. Without a name behind the colon
the application is found, if there is only one. The source is read and not run, so that only the server imports the
program.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.language import meant

NAMES = ("app", "application")
FACTORIES = ("create_app", "make_app")
CLASSES = {"App", "Flask"}  # a name that is given an instance of these is an application
USUAL = ("app.py", "wsgi.py")  # Flask's command takes these files where none is named
LAB = "requests.toml"  # the file by which a folder is known as a lab
EXAMPLE = "hello, hello.py or package.module:app"


@dataclass(frozen=True)
class Named:
    """An application: its module, the folder in which Python finds that, its source file, and its name in the module.

    ``name`` is empty where the source does not say which name is the application. ``calls`` says whether it was written
    with ``()``: a factory.
    """

    module: str
    folder: Path
    file: Path | None
    name: str = ""
    calls: bool = False

    @property
    def spelling(self) -> str:
        """What uWSGI and gunicorn are told to serve: ``package.module:name``, or ``package.module:create_app()``."""
        call = "()" if self.calls or self.name in FACTORIES else ""
        return f"{self.module}:{self.name}{call}" if self.name else self.module

    @property
    def shown(self) -> str:
        """The same without ``application``, the name that servers look for by themselves."""
        return self.spelling.removesuffix(":application")

    @property
    def python_path(self) -> str:
        """The value of PYTHONPATH with which another process finds the module."""
        return os.pathsep.join(filter(None, [str(self.folder), os.environ.get("PYTHONPATH", "")]))


def named(text: str | None, command: str) -> Named:
    """Return the application that a ``text`` of the command line names; its name is still the one that was written.

    Without a text it is the one in ``app.py`` or ``wsgi.py``.
    ``command`` is the command line up to the name, for the message. Raises Mistake with what to write instead.
    """
    text = text or next((name for name in USUAL if Path(name).is_file()), "")
    if not text:
        raise Mistake(
            f"Name an application, such as {EXAMPLE}: {command} hello",
            f"hello, hello.py, package.module:app처럼 애플리케이션의 이름을 쓰세요: {command} hello",
        )
    place, _, written = text.partition(":")
    name = written.removesuffix("()")
    return replace(of_place(place, name), calls=name != written != "()")


def of_place(place: str, name: str) -> Named:
    """Return the application in a module, a file or a folder. Raises Mistake with what to write instead."""
    if place in (".", "..") or (os.sep in place and Path(place).is_dir()):
        return of_folder(Path(place), name)
    if place.endswith(".py") or os.sep in place:
        return of_file(Path(place), name)
    return of_module(place, name)


def of_folder(folder: Path, name: str) -> Named:
    """Return the application of a package by its folder, as ``package/``. Raises Mistake with its modules."""
    whole, here = folder.resolve(), Path.cwd().resolve()
    parts = whole.relative_to(here).parts if whole.is_relative_to(here) else ()
    if parts and all(part.isidentifier() for part in parts):
        return of_module(".".join(parts), name)
    inside = [str(path) for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]
    files = ", ".join(inside[:6])
    advice = f"write one of its files: {files}" if inside else "write the path of a Python file"
    korean = f"그 안의 파일을 쓰세요: {files}" if inside else "파이썬 파일의 경로를 쓰세요."
    raise Mistake(f"{folder} is a folder: {advice}.", f"{folder}: 폴더입니다. {korean}")


def of_file(file: Path, name: str) -> Named:
    """Return the application in a file. Raises Mistake if the file is not there."""
    if not file.is_file():
        write = "Write the path of a Python file, such as hello.py.", "hello.py처럼 파이썬 파일의 경로를 쓰세요."
        near = meant(str(file), [*map(str, file.parent.glob("*.py"))] if file.parent.is_dir() else [])
        raise absent(f"There is no file {file}.", f"{file} 파일이 없습니다.", near, write)
    module, folder = file.stem, file.absolute().parent
    above = 2 if (folder / LAB).is_file() else 0  # a lab's programs import each other by their full names
    while above or (folder / "__init__.py").is_file():
        module, folder, above = f"{folder.name}.{module}", folder.parent, max(0, above - 1)
    return Named(module, folder, file.absolute(), name)


def of_module(module: str, name: str) -> Named:
    """Return the application in a module; this folder is searched first. Raises Mistake if there is no such module."""
    here = Path.cwd()
    if str(here) not in sys.path:
        sys.path.insert(0, str(here))
    try:
        spec = find_spec(module) if all(module.split(".")) else None
    except ImportError as error:
        if not f"{module}.".startswith(
            f"{getattr(error, 'name', None)}."
        ):  # the package is there, and wants another one
            raise
        spec = None
    if spec is None:
        write = f"Write a name such as {EXAMPLE}.", "hello, hello.py, package.module:app 같은 이름을 쓰세요."
        english, korean = f"There is no module {module!r} here.", f"여기에 {module!r} 모듈이 없습니다."
        raise absent(english, korean, near_modules(module), write)
    if spec.origin is None or Path(spec.origin).name == "__init__.py":
        return of_package(module, name, here, spec.origin)
    return Named(module, here, Path(spec.origin) if spec.origin.endswith(".py") else None, name)


def of_package(module: str, name: str, here: Path, origin: str | None) -> Named:
    """Return the application in a package. Raises Mistake for a folder that is only a place for modules."""
    if origin is not None and (name or any(one in tops(Path(origin)) for one in (*NAMES, *FACTORIES))):
        return Named(module, here, Path(origin), name)
    inside = [path.stem for path in sorted(Path(*module.split(".")).glob("*.py")) if path.stem != "__init__"]
    modules = ", ".join(f"{module}.{one}" for one in inside[:6])
    advice = f"write one of its modules: {modules}" if inside else "name a module"
    korean = f"그 안의 모듈을 쓰세요: {modules}" if inside else "모듈의 이름을 쓰세요."
    raise Mistake(
        f"{module} is a folder and has no application: {advice}.",
        f"{module} 폴더에는 애플리케이션이 없습니다. {korean}",
    )


def near_modules(module: str) -> tuple[str, str]:
    """Return the question for the module nearest to one that is not there, in both languages; empty if none is near."""
    package, dot, name = module.rpartition(".")
    folder = Path(*package.split("."))
    if not folder.is_dir():
        return near_modules(package) if package else ("", "")
    names = [one.stem for one in folder.iterdir() if one.suffix == ".py" or one.is_dir()]
    return meant(name, names, package + dot)


def absent(english: str, korean: str, near: tuple[str, str], write: tuple[str, str]) -> Mistake:
    """Return the error for a name that is not there: with the one that is ``near``, or with what to write instead."""
    advice = near if any(near) else write
    return Mistake(f"{english} {advice[0]}", f"{korean} {advice[1]}")


def resolved(application: Named) -> Named:
    """Return the application with its name, if the source shows it. Raises Mistake for a name that is not there.

    Raises SyntaxError for a source that is not Python.
    """
    if application.file is None:
        return application
    found = tops(application.file)
    refuse_classes(application, found)
    is_open = "*" in found or "__getattr__" in found  # there may be more names than the source shows
    if not application.name:
        return replace(application, name=the_only_one(application, found))
    if application.calls and is_application(found.get(application.name)):
        raise no_factory(application)
    if application.name in found or (is_open and application.name.isidentifier()):
        return application
    raise missing_name(application, [name for name in found if not name.startswith("_")])


def the_only_one(application: Named, found: dict[str, ast.expr | None]) -> str:
    """Return the name of the only application among the names of a module, empty if none is. Raises Mistake for two."""
    both = [name for name in NAMES if name in found]
    if len(both) == 2:
        outer = [name for name in both if mentions(found[name], *both)]  # application = Mount(None, {"/x": app})
        if not outer:
            raise several(application.module, both)
        return outer[0]
    made = [name for name, value in found.items() if is_application(value)]
    names = [*both, *(made if len(made) == 1 else ()), *(one for one in FACTORIES if one in found)]
    if len(made) > 1 and not names:
        raise several(application.module, made)
    return next(iter(names), "")


def several(module: str, names: list[str]) -> Mistake:
    """Return the error for a module with two applications or more."""
    write = [f"{module}:{one}" for one in names]
    return Mistake(
        f"{module} has {listed(names, 'and')}: write {listed(write, 'or')}.",
        f"{module} 모듈에 애플리케이션이 여러 개 있습니다({', '.join(names)}). 다음 가운데 하나를 쓰세요: {', '.join(write)}",
    )


def listed(words: list[str], last: str) -> str:
    """Return two words or more as a part of a sentence, ``a, b and c``, with ``last`` in front of the last one."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def mentions(value: ast.expr | None, *names: str) -> bool:
    """Return whether an expression of the source has one of these ``names`` in it."""
    return value is not None and any(getattr(node, "id", "") in names for node in ast.walk(value))


def is_application(value: ast.expr | None) -> bool:
    """Return whether an expression of the source makes an App or a Flask."""
    called = value.func if isinstance(value, ast.Call) else None
    return (getattr(called, "id", None) or getattr(called, "attr", None)) in CLASSES


def refuse_classes(application: Named, found: dict[str, ast.expr | None]) -> None:
    """Raise Mistake if the application, or the name by which it would be found, is a class: ``app = Flask``."""
    for name in [application.name] if application.name else NAMES:
        written = getattr(found.get(name), "id", "")
        if written in CLASSES:
            raise is_class(f"{application.module}:{name}", name, written)


def is_class(named: str, name: str, kind: str) -> Mistake:
    """Return the error for a name that is given to a class and not to an application."""
    write = f"{name} = {kind}(__name__)"
    return Mistake(
        f"{named} is the class {kind}: write {write}.",
        f"{named}: {kind} 클래스 자체입니다. 다음과 같이 쓰세요: {write}",
    )


def no_factory(application: Named) -> Mistake:
    """Return the error for ``app()`` where ``app`` is the application itself."""
    place = f"{application.module}:{application.name}"
    return Mistake(
        f"{place} is an application and not a factory: write {place}.",
        f"{place}: 팩토리가 아니라 애플리케이션입니다. 괄호 없이 쓰세요: {place}",
    )


def missing_name(application: Named, known: list[str]) -> Mistake:
    """Return the error for a name that is not in its module, or for a module in which no name is an application."""
    module, name = application.module, application.name
    if name:
        write = f"Write {module}:NAME, with the application's name.", f"애플리케이션의 이름을 {module}:NAME처럼 쓰세요."
        english, korean = f"The module {module} has no {name!r}.", f"{module} 모듈에 {name!r} 이름이 없습니다."
        return absent(english, korean, meant(re.split(r"[.(]", name)[0], known), write)
    usual = ", ".join(NAMES + FACTORIES)
    return Mistake(
        f"The module {module} has none of {usual}: write {module}:NAME, with the application's name.",
        f"{module} 모듈에 {usual} 가운데 아무것도 없습니다. 애플리케이션의 이름을 {module}:NAME처럼 쓰세요.",
    )


def tops(file: Path) -> dict[str, ast.expr | None]:
    """Return the names at the top level of a source file, and the expression that each is given, if it is one.

    Raises SyntaxError.
    """
    return dict(names_in(ast.parse(file.read_bytes(), str(file)).body))


def names_in(statements: list[ast.stmt]) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield the names that statements give to something, those inside of ``if``, ``try`` and ``with`` too."""
    for one in statements:
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield one.name, None
        elif isinstance(one, (ast.Import, ast.ImportFrom)):
            yield from (((alias.asname or alias.name).partition(".")[0], None) for alias in one.names)
        elif isinstance(one, (ast.Assign, ast.AnnAssign)):
            for target in one.targets if isinstance(one, ast.Assign) else [one.target]:
                yield from ((node.id, one.value) for node in ast.walk(target) if isinstance(node, ast.Name))
        else:
            for field in ("body", "orelse", "handlers", "finalbody"):
                for below in getattr(one, field, ()):
                    yield from names_in(below.body if isinstance(below, ast.ExceptHandler) else [below])
