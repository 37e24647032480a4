"""The trains of a station. Each one is asked for over a slow line, and the log shows when."""


def departures(station, log):
    """Yield a line for each train."""
    for time, town in (("10:05", "Busan"), ("10:20", "Daegu"), ("10:45", "Jeonju")):
        yield f"{time} {station} - {town}\n"
        print(f"asked for the train after {time}", file=log)
