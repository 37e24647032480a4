"""The programs of a lab, each on a uWSGI of its own, started together and ended together.

uWSGI takes a second to end: one after the other, the labs would take minutes.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from wsgi_apps.tools.course.manifest import CALLABLES, EXAMPLES
from wsgi_apps.tools.course.servers import served


@contextmanager
def on_uwsgi(lab, *names):
    """Give the URL of each program (dict of name to URL) of a lab (the name of its folder)."""
    stacks = {name: ExitStack() for name in names}
    try:
        yield {name: stack.enter_context(served("uwsgi", module(lab, name))) for name, stack in stacks.items()}
    finally:
        with ThreadPoolExecutor(max_workers=len(stacks)) as pool:
            list(pool.map(ExitStack.close, stacks.values()))


def module(lab, name):
    """Return what uWSGI is told to serve: with Flask's words the callable is an ``app``, by hand an ``application``."""
    source = (EXAMPLES / lab / f"{name}.py").read_text(encoding="utf-8")
    name_of_it = "app" if "\napp = " in source else "application"
    return f"{EXAMPLES.name}.{lab}.{name}:{CALLABLES.get(name, name_of_it)}"
