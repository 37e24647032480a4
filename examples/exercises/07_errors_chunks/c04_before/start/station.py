"""The readings of a weather station. A station whose name begins with broken does not reply."""


def readings(station, log):
    """Yield a line for each reading. Raises ConnectionError."""
    if station.startswith("broken"):
        raise ConnectionError(station)
    for time, degrees in (("06:00", 11), ("12:00", 19), ("18:00", 15)):
        yield f"{time} {station} {degrees}\n"
        print(f"asked for the reading after {time}", file=log)
