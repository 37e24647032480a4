"""Chapter 12 of the exercises, "build your own": what its last step is held to, and what each step hands on."""

import ast
import subprocess
import sys
import tomllib

import flask
import pytest

import wsgi_apps
from examples.lab22_one_page import framework
from tests.pages.reading import code
from tests.support.servers import ROOT
from wsgi_apps.tools.learn.exercise import exercises
from wsgi_apps.tools.learn.judging import judged
from wsgi_apps.tools.learn.running import module_of
from wsgi_apps.tools.learn.workers import Worker

STEPS = [one for one in exercises() if one.kind == "build"]
CHECKS = module_of(STEPS[-1].folder / "checks.py")
REQUESTS = [row["send"] for row in CHECKS.TABLE["request"]]
MOST = 300  # lines of code of tiny at the end
#: the checks that only a process of our own can make: an environ, a body that does not come, and a look at the functions
IN_PROCESS = {
    "k01_router": ["no_path"],
    "k06_request": ["large", "short"],
    "k12_equal": ["own"],
}  # fmt: skip
PATCH = b'\nimport wsgi_apps.tools.learn.running\n\nwsgi_apps.tools.learn.running.FAIL = "pass"\n'


def named(step):
    return step.id


def is_tiny(name):
    """Return whether a file of a step is a module of tiny."""
    return name.startswith("tiny/") and name.endswith(".py")


@pytest.fixture(scope="module")
def models():
    """The two frameworks that have the right answers, and lab 22's, with the rules of the table."""
    one_page = framework.App(framework.__name__)
    one_page.router.converters["float"] = (r"\d+\.\d+", float, 50)
    right = [app("routing", static_folder=None) for app in (flask.Flask, wsgi_apps.App)]
    return [CHECKS.filled(app) for app in (*right, one_page)]


@pytest.mark.parametrize("send", REQUESTS)
def test_wsgi_apps_and_flask_agree_on_a_row(models, send):
    theirs, ours, _ = (CHECKS.asked(model, send) for model in models)
    assert ours == theirs


@pytest.mark.parametrize("send", REQUESTS)
def test_framework_on_one_page_answers_a_row_alike(models, send):
    assert CHECKS.asked(models[2], send) == CHECKS.asked(models[1], send)


def test_rows_are_sixty_and_reach_every_rule_and_every_kind_of_answer(models):
    answers = [CHECKS.asked(models[0], send) for send in REQUESTS]
    assert len(REQUESTS) == len(set(REQUESTS)) == 60
    assert {status for status, *_ in answers} == {200, 308, 404, 405}
    bodies = "".join(body for *_, body in answers)
    assert [rule["name"] for rule in CHECKS.TABLE["rule"] if f'["{rule["name"]}"' not in bodies] == []


def test_steps_are_twelve():
    assert [step.id[:3] for step in STEPS] == [f"k{number:02}" for number in range(1, 13)]


@pytest.mark.parametrize("step", STEPS, ids=named)
def test_tiny_needs_the_standard_library_alone(step):
    for name, text in step.solved.items():
        for node in ast.walk(ast.parse(text)) if is_tiny(name) else ():
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) else []
            assert {module.partition(".")[0] for module in modules} <= {*sys.stdlib_module_names, "tiny"}


@pytest.mark.parametrize("step", STEPS[1:], ids=named)
def test_step_begins_with_the_solution_of_the_one_before(step):
    before, own = step.earlier[-1].solved, {path.name for path in (step.folder / "start").rglob("*.*")}
    kept = {name: text for name, text in step.start.items() if name.rpartition("/")[2] not in own}
    assert kept.items() <= before.items()
    assert set(before) <= set(step.start)


@pytest.mark.parametrize("step", STEPS, ids=named)
def test_every_step_is_a_whole_program(step, tmp_path):
    for name, text in step.solved.items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text)
    module, _, name = step.callable.partition(":")
    words = [sys.executable, "-c", f"from {module} import {name}; assert callable({name})"]
    subprocess.run(words, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, check=True)


def test_tiny_is_small(tmp_path):
    lines = 0
    for name, text in STEPS[-1].solved.items():
        if is_tiny(name):
            file = tmp_path / name.replace("/", "_")
            file.write_bytes(text)
            lines += len(code(file))
    assert 200 < lines <= MOST


@pytest.mark.parametrize(("table", "folder"), [("stages.toml", ""), ("tiny/stages.toml", "tiny/")])
def test_functions_that_are_stages_exist(table, folder):
    files = STEPS[-1].solved
    for module, functions in tomllib.loads(files[table].decode()).items():
        found = names_in(ast.parse(files[f"{folder}{module}.py"]), "")
        assert set(functions) <= found


def names_in(node, prefix):
    """Return the qualified names of the functions below a node of a tree."""
    names = set()
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.FunctionDef):
            names |= {prefix + one.name} | names_in(one, f"{prefix}{one.name}.<locals>.")
        elif isinstance(one, ast.ClassDef):
            names |= names_in(one, f"{prefix}{one.name}.")
    return names


@pytest.mark.parametrize("step", STEPS, ids=named)
def test_every_module_of_tiny_is_the_students(step):
    """What is not would be written over, and not be kept aside, when the step begins."""
    assert set(step.files) == {name for name in step.start if is_tiny(name)}


@pytest.mark.parametrize("step", STEPS, ids=named)
def test_real_server_is_asked_in_every_step(step):
    alone = [check["id"] for check in step.checks if "uwsgi" not in check["on"]]
    assert alone == IN_PROCESS.get(step.id, [])


def test_program_that_patches_the_checks_in_its_own_process_does_not_pass():
    step = STEPS[1]
    router = step.files[0]
    with Worker() as worker:
        verdict = judged(step, step.start | {router: step.start[router] + PATCH}, worker, 0, alone=True)
    assert {one.server for one in verdict.checks if one.status == "pass"} == {"strict"}
    assert (verdict.status, verdict.failure.server, verdict.failure.id) == ("fail", "uwsgi", "methods")
