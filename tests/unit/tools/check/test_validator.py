"""Whatever ``wsgiref.validate`` refuses of an application has a rule, in each Python that the machine has."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import ROOT
from tests.unit.tools.check import refused

#: the checker without the rest of the package, whose libraries are installed for one Python only
ALONE = """
import runpy, sys, types
sys.modules["wsgi_apps"] = types.ModuleType("wsgi_apps")
sys.modules["wsgi_apps"].__path__ = [{package!r}]
runpy.run_path({script!r}, run_name="__main__")
"""
VERSION = re.compile(r"3\.1[1-9](\.\d+)?")


def pythons():
    """Return the Pythons of the machine from 3.11 on, this one first."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    others = [folder / "bin" / "python" for folder in sorted(versions.glob("3.*")) if VERSION.fullmatch(folder.name)]
    return [sys.executable, *(str(one) for one in others if one.exists())]


@pytest.mark.parametrize("python", pythons())
def test_all_that_the_validator_refuses_has_a_rule(python):
    done = subprocess.run(
        [python, "-c", ALONE.format(package=str(ROOT / "wsgi_apps"), script=refused.__file__)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told["conditions"]) <= set(refused.CONDITIONS)
    for name, (is_refused, rule, found) in told["cases"].items():
        assert is_refused, name
        assert rule in found, name
