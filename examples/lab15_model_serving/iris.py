"""The model as a file with a record beside it, and the four lengths that it needs. This module knows nothing of the web."""

import json
import os
import pickle
import platform
import re
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

FEATURES = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
MODEL = Path(os.environ.get("MODEL_FOLDER", Path(__file__).parents[2] / "build")) / "model.pkl"
NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,9})?")
TRAIN = "train it here: python examples/lab15_model_serving/train.py"


class Refused(ValueError):
    """Raised for a measurement that is not a length. Its text is the sentence for the client."""


def save(model, file=MODEL):
    """Write the model, and the record by which ``load`` recognizes it: the hash of the file, and the versions."""
    data = pickle.dumps(model)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    record = {"sha256": sha256(data).hexdigest(), "versions": versions()}
    file.with_suffix(".json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def load(file=MODEL):
    """Return the model; if the file is not the one on record, end the program with one sentence before it is unpickled."""
    try:
        data, record = file.read_bytes(), json.loads(file.with_suffix(".json").read_bytes())
        known, made_with = record["sha256"], record["versions"]
    except FileNotFoundError as error:
        raise SystemExit(f"There is no {error.filename}: {TRAIN}") from None
    except (ValueError, KeyError, TypeError):
        raise SystemExit(f"{file.with_suffix('.json')} is not the record of a model: {TRAIN}") from None
    if sha256(data).hexdigest() != known:
        raise SystemExit(f"{file} is not the file on record, and a pickle runs as a program: it is not loaded; {TRAIN}")
    if made_with != versions():
        raise SystemExit(f"{file} was made with {made_with}, and this is {versions()}: {TRAIN}")
    return pickle.loads(data)  # the bytes that were hashed: the file may have changed since


def versions():
    """Return the versions that a pickled model depends on, by the names of the packages."""
    return {"python": platform.python_version(), "scikit-learn": version("scikit-learn"), "numpy": version("numpy")}


def measurements(fields):
    """Return the four lengths in the fields of a form or of JSON, in centimetres. Raises Refused."""
    if not isinstance(fields, dict):
        raise Refused(f"Send an object with {', '.join(FEATURES)}.")
    return [centimetres(name, fields) for name in FEATURES]


def centimetres(name, fields):
    """Return one length, in centimetres. Raises Refused."""
    if name not in fields:
        raise Refused(f"{name} is missing: send {', '.join(FEATURES)}.")
    value = fields[name]
    number = float(value) if isinstance(value, str) and NUMBER.fullmatch(value) else value
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not 0 < number <= 100:  # nan is neither
        raise Refused(f"{name} is {str(value)[:40]!r}: send centimetres above 0 and up to 100, such as 5.9.")
    return float(number)
