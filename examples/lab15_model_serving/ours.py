#!/usr/bin/env python3
"""A trained model behind POST /predict: four lengths in, the number of the species out."""

import sys
from pathlib import Path

from wsgi_apps import Flask, jsonify, request

sys.path.insert(0, str(Path(__file__).parent))  # iris.py is beside this file, however it is started
from iris import Refused, load, measurements

app = Flask(__name__)
model = load()  # once, while the program starts: a broken file stops it before the first request


@app.route("/predict", methods=["POST"])
def predict():
    fields = request.get_json() if request.is_json else request.form
    try:
        return jsonify(result=model.predict([measurements(fields)]).tolist())
    except Refused as refused:
        return jsonify(error=str(refused)), 400


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
