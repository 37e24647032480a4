"""What each step of the core costs hello, and what ``speed/`` takes off again: the steps are taken apart and timed.

The application begins with stubs in place of all steps. One step after the other is put back, in the order in which
they happen: what a request then costs more is the step. At the end stands the core as it is.
"""

import gc
from functools import partial
from statistics import median
from typing import Any, NamedTuple

from tests.bench.jobs import job_named
from tests.bench.peers import BARE, CORE, OURS, maker
from tests.bench.timing import BATCH, EMPTY, Application, batch_size, nothing, requests, rounds
from wsgi_apps.application import App
from wsgi_apps.messages.response import Response
from wsgi_apps.speed.fast_app import FastApp
from wsgi_apps.speed.fast_router import FastRouter

HELLO = job_named("hello")
BODY = "Hello World"


class Unsent(Response):
    """A response that is sent without looking at it."""

    def reply(self, *arguments: Any) -> Any:
        """Return what the core sends for hello, made beforehand."""
        return REPLY


MADE = Unsent(BODY)
REPLY = "200 OK", MADE.list_with_length(), [BODY.encode()]


class Step(NamedTuple):
    """A step: the attribute of App that is put back, its ``stub``, and what the page says of it."""

    name: str
    stub: Any
    says: str


CONTEXT = "context"
#: The steps of the core in their order.
STEPS = [
    Step(CONTEXT, None, "`wsgi_app` makes the context, makes it the current one, and calls the steps"),
    Step("match_request", lambda self, context: None, "the router finds the rule for the path"),
    Step("respond", lambda self, context: REPLY, "`respond` and `full_dispatch_request` call the steps below"),
    Step("preprocess_request", lambda self, context: None, "the hooks before the view; there are none"),
    Step("dispatch_request", lambda self, context: BODY, "the App finds the view and calls it"),
    Step("finalize_request", lambda self, context, result: MADE, "`make_response` makes a Response of the text"),
    Step("process_response", lambda self, context, response: response, "the hooks on the response; there are none"),
    Step("reply", None, "the Response becomes status line, headers and body"),
    Step("do_teardown", lambda self, context, error: None, "the hooks for the end of a request; there are none"),
]
#: What ``speed/`` does in place of steps, in the order in which it is put in, and what the page says of it.
SAVINGS = {
    "FastRouter": "a path without variables is one look-up in a dict",
    "one function": "`FastApp.wsgi_app` does the usual steps itself, and the core calls a method for each",
    "no Response": "a text becomes status line, headers and body at once",
    "public App": "the App of `from wsgi_apps import App`: it adds the extensions to the same short way",
}


def application_with(app_class: type[Any]) -> Any:
    """Return an application that says hello."""
    app = app_class("hello")
    app.add_url_rule(HELLO.path, "hello", lambda: BODY)
    return app


def core_until(place: int) -> Any:
    """Return the core's application, with stubs in place of the steps after that ``place``."""
    later = STEPS[place + 1 :]
    stubs = {step.name: step.stub for step in later if step.stub is not None}
    if any(step.name == "reply" for step in later):
        stubs["response_class"] = Unsent
    return application_with(type("Stubbed", (App,), stubs))


class OneFunction(FastApp):
    """The short way, which makes a Response of every result."""

    def reply_to(self, context: Any, environ: Any, method: str, result: Any) -> Any:
        """Return what is sent by a Response."""
        return self.finalize_request(context, result).reply(environ, partial(self.report, context))


def variants() -> dict[str, Application]:
    """Return the applications to time, by the names of what each has more, or less, than the one before it."""
    return {
        EMPTY: nothing,
        BARE: maker(BARE)(),
        **{step.name: core_until(place) for place, step in enumerate(STEPS)},
        "FastRouter": application_with(type("WithFastRouter", (App,), {"router_class": FastRouter})),
        "one function": application_with(OneFunction),
        "no Response": application_with(FastApp),
        "public App": maker(OURS)(),
    }


def measure_steps(seconds: float, batch: float = BATCH) -> dict[str, float]:
    """Return the median microseconds of every variant, less those of the measuring; the variants take turns."""
    made = list(variants().items())
    sizes = [batch_size(application, HELLO, batch) for _, application in made]
    samples: dict[str, list[float]] = {name: [] for name, _ in made}
    gc.collect()
    for order in rounds(len(made), seconds):
        for place in order:
            name, application = made[place]
            samples[name].append(requests(application, HELLO, sizes[place]))
    medians = {name: median(times) * 1e6 for name, times in samples.items()}
    return {name: time - medians[EMPTY] for name, time in medians.items() if name != EMPTY}


class Bar(NamedTuple):
    """A bar of the picture, in microseconds: from ``begin`` to ``end``; ``is_whole`` for a whole request."""

    name: str
    begin: float
    end: float
    is_whole: bool = False

    @property
    def cost(self) -> float:
        """What the bar adds; below 0 it takes off."""
        return self.end - self.begin


def bars(times: dict[str, float]) -> list[Bar]:
    """Return the bars: by hand, each step of the core, the core, what ``speed/`` takes off, and the public App."""
    names = [step.name for step in STEPS]
    ends = [times[name] for name in names]
    added = [Bar(*bar) for bar in zip(names, [0.0, *ends], ends, strict=False)]
    ends = [ends[-1], *(times[name] for name in SAVINGS)]
    taken = [Bar(*bar) for bar in zip(SAVINGS, ends, ends[1:], strict=False)]
    whole = [Bar(name, 0.0, end, True) for name, end in ((BARE, times[BARE]), (CORE, ends[0]), (OURS, ends[-1]))]
    return [whole[0], *added, whole[1], *taken, whole[2]]
