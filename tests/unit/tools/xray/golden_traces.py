"""Print the golden traces of this Python as JSON: the lines of each lab and way by each back end.

The hash of a text decides the order of a set, so this is run as a program of its own, with PYTHONHASHSEED=0.
"""

import json
import sys
from hashlib import sha256

from wsgi_apps.tools.xray.asked import request_of
from wsgi_apps.tools.xray.back_end import BACK_ENDS
from wsgi_apps.tools.xray.programs import lab_named, ways_of
from wsgi_apps.tools.xray.recording import Options, record
from wsgi_apps.tools.xray.stages import STAGES

#: Labs, and the number of the request.
REQUESTS = {"3": "5", "8": "1", "13": "1", "16": "2"}
WAYS = ["raw", "ours"]


def lines(way):
    """Return a line for each event, without its time: the details whole by hand, else a hash of them."""
    for event, stage in zip(way["events"], way["stage"], strict=True):
        kind, function, line, depth, _, details = event
        entry = way["functions"][function] if function is not None else None
        place = f" {entry['name']}+{line - entry['first']}" if entry else ""
        yield f"{STAGES[stage]} {depth} {kind}{place} {shown(details, way['way'])}".rstrip()


def shown(details, way):
    if not details:
        return ""
    if "by" in details:
        details = {**details, "by": None}  # a line of another function, which has its own events
    text = json.dumps(details, ensure_ascii=False, sort_keys=True)
    return text if way == "raw" else sha256(text.encode()).hexdigest()[:6]


def traces():
    for back_end in BACK_ENDS:
        for lab, number in REQUESTS.items():
            found = lab_named(lab)
            trace = record(ways_of(found, WAYS), request_of(found, number), Options(back_end=back_end))
            for way in trace["ways"]:
                yield back_end, f"{found.name} {way['way']}", list(lines(way))


if __name__ == "__main__":
    json.dump(list(traces()), sys.stdout)
