"""Each lab ends with its exercises, as the exercises name their lab; ``--write-tables`` writes the lists."""

import re

import pytest

from wsgi_apps.tools.course.manifest import labs
from wsgi_apps.tools.learn.exercise import exercises
from wsgi_apps.tools.learn.page import page_of

LABS = labs()
EVERY = exercises()
OF_LABS = {lab.name: [one for one in EVERY if one.table["lab"] == lab.name] for lab in LABS}
BEGIN, END = "<!-- exercises -->\n", "<!-- end of exercises -->\n"
BLOCK = re.compile(rf"\n{BEGIN}.*?{END}", re.DOTALL)
HEAD = """
## Exercises

`python -m wsgi_apps learn go ID` begins an exercise. `python -m wsgi_apps learn watch` checks it at each save:

| ID | exercise | kind | minutes |
|---|---|---|---|
"""


def block(found):
    """Return the end of a README, with the exercises of its lab; nothing for none."""
    rows = "".join(
        f"| `{one.id}` | {page_of(one, 'en').title} | {one.kind} | {one.table['minutes']} |\n" for one in found
    )
    return f"\n{BEGIN}{HEAD}{rows}\n{END}" if rows else ""


@pytest.mark.parametrize("lab", LABS, ids=[lab.name for lab in LABS])
def test_a_lab_ends_with_its_exercises(lab, the_page_has):
    file = lab.folder / "README.md"
    the_page_has(file, BLOCK.sub("", file.read_text(encoding="utf-8")) + block(OF_LABS[lab.name]))


def test_every_exercise_names_a_lab():
    assert sum(map(len, OF_LABS.values())) == len(EVERY) >= 90


def test_every_lab_has_exercises():
    assert [name for name, found in OF_LABS.items() if not found] == []
