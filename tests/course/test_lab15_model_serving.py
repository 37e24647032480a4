"""The model: trained alike each time, loaded only if it is the one on record, and asked for nothing but lengths."""

import json
import pickle
import subprocess
import sys

import pytest

from tests.support.servers import BIN, HOST, ROOT, free_port
from wsgi_apps.tools.course.manifest import Mistake, read
from wsgi_apps.tools.course.servers import prepare

LAB = read(ROOT / "examples" / "lab15_model_serving")
TRAIN = "train it here: python examples/lab15_model_serving/train.py"


def run(*words, folder, **options):
    """Run Python with the models of a folder; return the process."""
    environment = {"PATH": "/usr/bin:/bin", "MODEL_FOLDER": str(folder), "PYTHONWARNINGS": "error", **options}
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with a model, and what its training printed."""
    folder = tmp_path_factory.mktemp("model")
    done = run(LAB.folder / "train.py", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder, done.stdout


@pytest.fixture
def folder(trained, tmp_path):
    """A copy of the folder with a model."""
    for name in ("model.pkl", "model.json"):
        (tmp_path / name).write_bytes((trained[0] / name).read_bytes())
    return tmp_path


def load(folder):
    """Load the model as a program does; return the status and what was said."""
    program = f"import sys; sys.path.insert(0, {str(LAB.folder)!r}); import iris; print(iris.load().predict([[5.9, 3.0, 5.1, 1.8]]))"
    done = run("-c", program, folder=folder)
    return done.returncode, done.stdout + done.stderr


def test_training_prints_accuracy_and_report(trained):
    assert trained[1].startswith("accuracy 0.9")
    assert "versicolor" in trained[1]
    assert trained[1].endswith(f"The model is in {trained[0] / 'model.pkl'}.\n")


def test_training_twice_gives_the_same_file(trained, tmp_path):
    run(LAB.folder / "train.py", folder=tmp_path)
    assert (tmp_path / "model.json").read_text() == (trained[0] / "model.json").read_text()


def test_model_is_the_one_that_was_asked_for(trained):
    model = pickle.loads((trained[0] / "model.pkl").read_bytes())
    assert (type(model).__name__, len(model.estimators_), model.random_state) == ("RandomForestClassifier", 300, 1234)


def test_trained_model_is_loaded(folder):
    assert load(folder) == (0, "[2]\n")


class Marker:
    """An object whose pickle makes a file when it is loaded: what a foreign pickle can do, harmlessly."""

    def __init__(self, file):
        self.file = file

    def __reduce__(self):
        return open, (str(self.file), "w")


def foreign(folder):
    data = pickle.dumps(Marker(folder / "it ran"))
    pickle.loads(data).close()
    (folder / "it ran").unlink()  # so it does run where it is loaded
    (folder / "model.pkl").write_bytes(data)


def cut(folder):
    (folder / "model.pkl").write_bytes((folder / "model.pkl").read_bytes()[:-1])


def other_versions(folder):
    record = json.loads((folder / "model.json").read_text())
    record["versions"]["scikit-learn"] = "0.18"
    (folder / "model.json").write_text(json.dumps(record))


REFUSED = [
    ("a foreign pickle", foreign, "{0}/model.pkl is not the file on record, and a pickle runs as a program: it is not loaded;"),
    ("a cut file", cut, "{0}/model.pkl is not the file on record, and a pickle runs as a program: it is not loaded;"),
    ("other versions", other_versions, "{0}/model.pkl was made with {{'python': "),
    ("no model", lambda folder: (folder / "model.pkl").unlink(), "There is no {0}/model.pkl:"),
    ("no record", lambda folder: (folder / "model.json").unlink(), "There is no {0}/model.json:"),
    ("a record that is no JSON", lambda folder: (folder / "model.json").write_text("{"), "{0}/model.json is not the record of a model:"),
    ("a record that is a list", lambda folder: (folder / "model.json").write_text("[]"), "{0}/model.json is not the record of a model:"),
    ("a record without a hash", lambda folder: (folder / "model.json").write_text("{}"), "{0}/model.json is not the record of a model:"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_anything_else_is_refused_in_one_sentence(folder, spoil, says):
    spoil(folder)
    status, said = load(folder)
    assert status == 1
    assert said.startswith(says.format(folder))
    assert said.endswith(f"{TRAIN}\n")
    assert said.count("\n") == 1
    assert not (folder / "it ran").exists()


def on_uwsgi(port):
    return [BIN / "uwsgi", "--ini", "ini/uwsgi.ini", "--module"]


def on_gunicorn(port):
    return [BIN / "gunicorn", "--bind", f"{HOST}:{port}", "--no-control-socket", "--preload"]


def by_command(port):
    return [sys.executable, "-m", "wsgi_apps", "run", "--port", str(port)]


@pytest.mark.parametrize("way", LAB.ways)
@pytest.mark.parametrize("command", [on_uwsgi, on_gunicorn, by_command])
def test_no_server_starts_with_a_foreign_pickle(folder, command, way):
    foreign(folder)
    port = free_port()
    environment = {
        "PATH": f"{BIN}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "MODEL_FOLDER": str(folder),
        "WSGI_APPS_HTTP": f"{HOST}:{port}",
        "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}",
    }
    words = [*command(port), LAB.module(way)]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "on record" in line]
    assert done.returncode == 1
    assert len(said) == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert not (folder / "it ran").exists()


def test_trap_pickle_runs_while_it_is_loaded(folder):
    done = run(LAB.folder / "trap_pickle.py", str(folder / "model.pkl"), folder=folder)
    assert done.stdout == "This line was printed by the pickle while it was loaded.\n"
    status, said = load(folder)
    assert status == 1
    assert "printed by the pickle" not in said


def test_training_that_fails_is_told(tmp_path):
    (tmp_path / "requests.toml").write_text('title = "t"\ntitle_ko = "t"\nprepare = "fails.py"\nneeds = "core"\n')
    (tmp_path / "fails.py").write_text("raise SystemExit('no flowers')\n")
    with pytest.raises(Mistake, match=r"fails\.py has failed\. It said last:\nno flowers"):
        prepare(read(tmp_path))
