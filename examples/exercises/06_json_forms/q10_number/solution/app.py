"""What a parcel costs, by its weight in kg: a form in, JSON out. The formula stands for a trained model."""

import json
from urllib.parse import parse_qs

from wsgi_apps.exceptions import HTTPException
from wsgi_apps.request_body import read_body


def price(weight):
    """Return the price in won."""
    return round(3000 + 450 * weight, 1)


def weight_of(fields):
    """Return the weight in kg. Raises ValueError."""
    weight = float(fields.get("weight", [""])[0])
    if not 0 < weight <= 30:  # false for nan as well
        raise ValueError("no weight of a parcel")
    return weight


def application(environ, start_response):
    try:
        fields = parse_qs(read_body(environ).decode("utf-8", "replace"))
        status, value = "200 OK", {"won": price(weight_of(fields))}
    except HTTPException as error:
        return error(environ, start_response)
    except ValueError:
        status, value = "400 Bad Request", {"error": "Send weight as a number of kg above 0, at most 30."}
    body = json.dumps(value).encode("ascii")
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
