"""Draw the pictures of this lab, and make the broken files: ``python examples/lab12_uploads/make_pictures.py [FOLDER]``."""

import struct
import sys
import zlib
from pathlib import Path

import cv2
import numpy

RED, GREEN, YELLOW, WHITE = (40, 30, 210), (60, 160, 70), (40, 215, 245), (255, 255, 255)  # blue, green, red


def strawberry(ripe):
    """Return a strawberry on white; ``ripe`` (0 to 1) of its length is red already."""
    picture = numpy.full((120, 100, 3), WHITE, numpy.uint8)
    cv2.ellipse(picture, (50, 65), (36, 46), 0, 0, 360, GREEN, cv2.FILLED)
    fruit = (picture == GREEN).all(axis=2)
    below = numpy.arange(120)[:, None] > 111 - 92 * ripe
    picture[fruit & below] = RED
    cv2.fillPoly(picture, [numpy.array([(30, 20), (70, 20), (50, 36)])], GREEN)
    return picture


def banana():
    """Return a banana on white."""
    picture = numpy.full((80, 120, 3), WHITE, numpy.uint8)
    cv2.ellipse(picture, (60, 10), (48, 50), 0, 20, 160, YELLOW, thickness=18)
    return picture


def encoded(extension, picture):
    """Return a picture as the bytes of a file."""
    return cv2.imencode(extension, picture)[1].tobytes()


def bomb(width, height):
    """Return a PNG that is small as a file and huge as a picture: black, one bit a pixel (PNG, 11.2 and 11.3)."""
    rows = zlib.compress((b"\0" + b"\0" * (width // 8)) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def chunk(kind, data):
    """Return one chunk of a PNG: length, kind, data, checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


FILES = {
    "ripe.png": encoded(".png", strawberry(1)),
    "half.jpg": encoded(".jpg", strawberry(0.5)),
    "딸기.jpg": encoded(".jpg", strawberry(0.8)),
    "banana.png": encoded(".png", banana()),
    "text.png": "This is text, whatever its name says. 이름이 무엇이든 이것은 글입니다.\n".encode(),
    "cut.png": encoded(".png", strawberry(1))[:150],
    "cut.jpg": encoded(".jpg", strawberry(1))[:1000],
    "bomb.png": bomb(10_000, 10_000),
    "empty.png": b"",
}

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
