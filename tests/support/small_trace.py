"""A trace of version 1, written by hand: it has each kind of event, each limit, and texts that a page must not obey."""

BODY = '{"a": "종"}'.encode().decode("latin-1")
HEAD = "POST /<b>?q=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\nX-Hex: \xff\r\n\r\n"
MARKUP = "</script><script>document.title = 'obeyed'</script><!--"
BYTES, ENVIRON, MOUNT, ENTER, ROUTE, BEFORE, VIEW, ANSWER, AFTER, END, START, SEND, CLOSE = range(13)

PROGRAM = {
    "file": 0,
    "name": "hello",
    "first": 3,
    "lines": ["    def hello(data):", '        """Greet.', "", '        Twice."""', "        for one in data:", "            yield one"],
    "doc": [4, 6],
    "about": "Greet.",
}  # fmt: skip
APP = {"file": 1, "name": "App.wsgi_app", "first": 9, "lines": ["def wsgi_app(self, environ):", "    return self.respond()"], "doc": None, "about": ""}  # fmt: skip
ROUTER = {"file": 1, "name": "App.match_request", "first": 20, "lines": ["def match_request(self):", f"    find({MARKUP!r})"], "doc": None, "about": ""}  # fmt: skip

#: kind, function, line, depth, microseconds, details, and the stage
OURS = [
    ("call", 1, 9, 0, 5, {"args": {"environ": "{'PATH_INFO': '/<b>'}"}}, ENTER),
    ("line", 1, 10, 0, 9, None, ENTER),
    ("call", 2, 20, 1, 12, {"args": {}, "by": [1, 10]}, ROUTE),
    ("line", 2, 21, 1, 15, None, ROUTE),
    ("return", 2, 21, 1, 20, {"value": "None"}, ROUTE),
    ("read", None, None, 1, 24, {"how": "read", "asked": 12, "got": 12, "left": 0}, VIEW),
    ("call", 0, 3, 1, 30, {"args": {"data": "[1, 2]"}, "by": [1, 10]}, VIEW),
    ("line", 0, 7, 1, 33, None, VIEW),
    ("line", 0, 8, 1, 36, {"set": {"one": "1"}}, VIEW),
    ("yield", 0, 8, 1, 38, {"value": "1"}, VIEW),
    ("raise", 1, 10, 0, 40, {"type": "ValueError", "text": MARKUP}, VIEW),
    ("start", None, None, 1, 44, {"status": "200 OK", "headers": [["Content-Type", "text/plain"]]}, START),
    ("resume", 0, 8, 1, 50, {"by": None}, SEND),
    ("line", 0, 7, 1, 52, {"set": {"one": "2"}, "gone": ["data"]}, SEND),
    ("fold", 0, 8, 1, 55, {"lines": 900}, SEND),
    ("chunk", None, None, 1, 58, {"bytes": 4, "text": "\xff\xec\xa2\x85"}, SEND),
    ("unwind", 0, 8, 1, 60, None, SEND),
    ("close", None, None, 0, 63, {"called": True}, CLOSE),
]
RAW = [
    ("call", 0, 3, 0, 4, {"args": {"data": "[]"}}, ENTER),
    ("line", 0, 7, 0, 6, None, ENTER),
    ("start", None, None, 1, 8, {"status": "200 OK", "headers": []}, START),
    ("return", 0, 7, 0, 9, {"value": "[]"}, ENTER),
]


def way(name, events, **more):
    return {
        "way": name,
        "module": f"examples.small.{name}",
        "framework": None,
        "environ": [
            ["REQUEST_METHOD", "POST", {"code": "request-line"}, 0, 4],
            ["HTTP_HOST", "localhost", {"code": "header", "name": "Host"}, 30, 39],
            ["wsgi.version", "(1, 0)", {"code": "pep3333"}, None, None],
        ],
        "files": [{"path": f"small/{name}.py", "zone": "yours"}, {"path": "wsgi_apps/app.py", "zone": "framework"}],
        "functions": [PROGRAM, APP, ROUTER],
        "events": [list(event[:6]) for event in events],
        "stage": [event[6] for event in events],
        "candidates": None,
        "setters": [["Content-Type", "text/plain", 0, 7, "set"], ["Server", MARKUP, None, None, "server"]],
        "status": "200 OK",
        "headers": [["Content-Type", "text/plain"]],
        "error": None,
        "limits": {"events": 7, "folded": 1, "deep": 2, "stopped": True},
        "outside": 3,
        "threads": 1,
    } | more


CANDIDATES = [
    ["/<int:n>", "refused", "converter", {"segment": 1, "have": MARKUP, "converter": "int", "regex": "[0-9]+"}],
    ["/<b>", "taken", "fits", {}],
    ["/<name>", "not asked", "narrower", {"than": "/<b>"}],
]


def small_trace():
    """Return the trace: by hand, and with a framework."""
    text = HEAD + BODY
    return {
        "xray": 1,
        "tool": {"version": "0.1.0", "python": "3.11.7", "recorder": "settrace", "server": "none"},
        "request": {"method": "POST", "target": "/<b>?q=1", "bytes": text, "length": len(text), "truncated": False},
        "ways": [way("raw", RAW), way("ours", OURS, framework="wsgi_apps 0.1.0", candidates=CANDIDATES)],
    }
