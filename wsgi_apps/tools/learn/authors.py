"""What authors need: ``learn verify`` and ``learn new``."""

from __future__ import annotations

from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import Queue

from wsgi_apps.tools.language import LANGUAGES
from wsgi_apps.tools.learn.exercise import Exercise, chapters, exercises, named
from wsgi_apps.tools.learn.page import AFTERWARDS, HINT
from wsgi_apps.tools.learn.sentences import refused
from wsgi_apps.tools.learn.verify import verified
from wsgi_apps.tools.learn.verify_texts import TO_WRITE
from wsgi_apps.tools.learn.workers import Worker

SIDE_BY_SIDE = 2
TABLE = """format = 1
kind = "fix"
lab = "{lab}"
files = ["app.py"]
minutes = 5
fails = {{ check = "first", what = "body" }}

[[check]]
id = "first"
send = "GET /{{word}}"
expect = {{ body = "Hello, {{word}}!" }}
why.en = "..."
why.ko = "..."
"""
PROGRAM = '''"""{says}"""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [{body}.encode()]
'''
TEXT = """# {title}

{task}

## {hint}

{more}

## {hint}

{more}

## {hint}

{more}

## {afterwards}

{more}
"""


def verify(options: Namespace) -> int:
    """Print the errors of exercises; return 0 if there are none."""
    every = [named(name, options.root) for name in options.ids] or exercises(options.root)
    found = all_problems(every)
    for name, wrong in found.items():
        print(f"{name}: {'ok' if not wrong else ''}".rstrip())
        for problem in wrong:
            print(f"  {problem}")
    print(f"{sum(not wrong for wrong in found.values())} of {len(found)} exercises are as they should be")
    return int(any(found.values()))


def all_problems(every: list[Exercise]) -> dict[str, list[str]]:
    """Return the errors of exercises, by their names; two exercises are checked side by side."""
    with ExitStack() as stack:
        free: Queue[Worker] = Queue()
        for _ in range(SIDE_BY_SIDE):
            free.put(stack.enter_context(Worker()))

        def problems(exercise: Exercise) -> list[str]:
            worker = free.get()
            try:
                return list(verified(exercise, worker))
            finally:
                free.put(worker)

        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            return dict(zip([one.id for one in every], pool.map(problems, every), strict=True))


def new(options: Namespace) -> int:
    """Write an empty exercise: ``learn new 03_paths/p08_name``. Raises Mistake."""
    name, _, exercise = options.ids[0].partition("/")
    found = [one for one in chapters(options.root) if one.id == name]
    if not found or not exercise:
        raise refused("new_name", name=options.ids[0])
    folder = found[0].folder / exercise
    if folder.exists():
        raise refused("there", folder=folder)
    hello = "f\"Hello, {environ['PATH_INFO'][1:]}!\""
    texts = {
        "exercise.toml": TABLE.format(lab=found[0].lab),
        "start/app.py": PROGRAM.format(says="As shipped.", body='"Hello!"'),
        "solution/app.py": PROGRAM.format(says="The solution.", body=hello),
    }
    for place, language in enumerate(LANGUAGES):
        title, task, more = TO_WRITE[language]
        headings = {"hint": HINT[place], "afterwards": AFTERWARDS[place]}
        texts[f"{language}.md"] = TEXT.format(title=title, task=task, more=more, **headings)
    for file, text in texts.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    print(f"{folder} is written: edit it, then python -m wsgi_apps learn verify {exercise}")
    return 0
