#!/usr/bin/env python3
"""An upload: the form field model_type and the file img_file; the response says how ripe the fruit in the picture is."""

import sys
from pathlib import Path

from wsgi_apps import Flask, jsonify, request

sys.path.insert(0, str(Path(__file__).parent))  # ripeness.py is beside this file, however it is started
from ripeness import Refused, ripeness

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024  # bytes; more is 413, before it is read


@app.route("/inference", methods=["POST", "PUT"])
def inference():
    model_type, picture = request.form.get("model_type"), request.files.get("img_file")
    if not picture:
        return jsonify(error="The file img_file is missing: with curl, -F img_file=@FILE (-d cannot upload)"), 400
    if model_type is None:
        return jsonify(error="The field model_type is missing: with curl, -F model_type=strawberry"), 400
    try:
        return jsonify(ripeness(model_type, picture.read()))
    except Refused as refused:
        return jsonify(error=str(refused)), 400


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
