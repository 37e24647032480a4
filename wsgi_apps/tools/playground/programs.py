"""What runs in the playground: the programs of the labs, and the reason for each lab that does not."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from wsgi_apps.tools.course.manifest import Lab, Mistake
from wsgi_apps.tools.naming import Named, resolved

#: The labs that do not run in a browser, and why: in English and in Korean.
LEFT_OUT = {
    "lab12_uploads": (
        "It decodes pictures with OpenCV, which is not a part of the playground.",
        "OpenCV로 그림을 디코딩하는데, OpenCV는 플레이그라운드에 들어 있지 않습니다.",
    ),
    "lab15_model_serving": (
        "It trains a model with scikit-learn, which is not a part of the playground.",
        "scikit-learn으로 모델을 학습하는데, scikit-learn은 플레이그라운드에 들어 있지 않습니다.",
    ),
    "lab17_nginx": (
        "It is about nginx, and a browser has no sockets.",
        "nginx를 다루는 실습인데, 브라우저에는 소켓이 없습니다.",
    ),
    "lab18_gunicorn": (
        "It is about gunicorn, and a browser has no processes.",
        "gunicorn을 다루는 실습인데, 브라우저에는 프로세스가 없습니다.",
    ),
    "lab19_threads_and_processes": (
        "It is about threads and processes, and Python has neither in a browser.",
        "스레드와 프로세스를 다루는 실습인데, 브라우저의 Python에는 둘 다 없습니다.",
    ),
    "lab20_state_outside": (
        "It keeps its state in Redis and PostgreSQL, and a browser has no sockets.",
        "상태를 Redis와 PostgreSQL에 두는데, 브라우저에는 소켓이 없습니다.",
    ),
    "lab21_past_one_machine": (
        "It runs on several machines behind a router, and a browser has no sockets.",
        "라우터 뒤의 여러 컴퓨터에서 실행되는데, 브라우저에는 소켓이 없습니다.",
    ),
}
FIRST = ("raw", "ours", "flask_app", "with_webob", "one_page")


def runs(lab: str) -> bool:
    """Return whether the programs of a lab (its name) run in the playground."""
    return lab not in LEFT_OUT


def programs_of(lab: Lab) -> list[Path]:
    """Return the files of a lab that have an application: those of the lesson first, each trap before its cure."""
    found = [file for file in lab.folder.glob("*.py") if has_application(file)]
    return sorted(found, key=order)


def has_application(file: Path) -> bool:
    """Return whether the source of a program shows an application."""
    if file.suffix != ".py":
        return False
    with suppress(Mistake, SyntaxError):
        return bool(resolved(Named(file.stem, file.parent, file)).name)
    return False


def order(file: Path) -> tuple[int, str, bool, str]:
    """Return what the programs of a lab are sorted by."""
    kind, _, subject = file.stem.partition("_")
    if kind in ("trap", "cured"):
        return len(FIRST) + 1, subject, kind == "cured", file.stem
    return FIRST.index(file.stem) if file.stem in FIRST else len(FIRST), "", False, file.stem
