"""How ripe is the fruit in a picture? A small honest answer: the share of its coloured pixels that have the ripe colour."""

import os

os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = "4000000"  # OpenCV reads this when it is imported; its own limit is 2 ** 30
os.environ["OPENCV_LOG_LEVEL"] = "SILENT"  # a broken picture is the client's error: the log does not need it

import cv2
import numpy

cv2.setNumThreads(1)  # uWSGI forks its workers: a pool of threads would stay behind in the parent

SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # how a PNG and a JPEG begin; OpenCV would try a dozen formats
HUES = {"strawberry": [(0, 10), (170, 179)], "banana": [(20, 35)]}  # in OpenCV red is at both ends of 0 to 179


class Refused(ValueError):
    """Raised for a picture or a type that cannot be used. Its text is the sentence for the client."""


def ripeness(model_type, data):
    """Return the values of the response for a type and the bytes of a JPEG or PNG file. Raises Refused."""
    if model_type not in HUES:
        raise Refused(f"There is no model_type {model_type!r}: send one of {', '.join(HUES)}.")
    picture = decoded(data)
    height, width, _ = picture.shape
    fruit = coloured(picture, 0, 179)
    ripe = sum(coloured(picture, low, high) for low, high in HUES[model_type])
    return {"model_type": model_type, "width": width, "height": height, "ripeness": round(ripe / max(fruit, 1), 2)}


def coloured(picture, low, high):
    """Return how many pixels have a hue between two others (0 to 179) and are not white, grey or black."""
    return cv2.countNonZero(cv2.inRange(cv2.cvtColor(picture, cv2.COLOR_BGR2HSV), (low, 90, 60), (high, 255, 255)))


def decoded(data):
    """Return the pixels, a numpy array of height, width, and 3 bytes of blue, green and red. Raises Refused."""
    if not data.startswith(SIGNATURES):
        raise Refused("img_file is neither a JPEG nor a PNG: send one of these, whole and unchanged.")
    try:
        picture = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)
    except cv2.error:  # raised before it takes memory: the size is at the start of the file
        raise Refused("img_file has more than 4 million pixels: send a smaller picture.") from None
    if picture is None:
        raise Refused("img_file begins like a picture, but cannot be decoded: send the whole file.")
    return picture
