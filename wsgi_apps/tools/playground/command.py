"""Serve the playground: run and change the programs of the labs in a browser.

`make playground` makes it, in build/playground. This command serves that folder on this machine. You can also put the
folder on any other web server: it has only files, and the pages ask no other host.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.language import LANGUAGES, language_of
from wsgi_apps.tools.playground.building import FOLDER, Unbuilt, build

HOST = "127.0.0.1"
SAYS = {
    "ready": (
        "The playground is ready: {size:.1f} MB in {folder}. `python -m wsgi_apps playground` serves it.",
        "플레이그라운드를 만들었습니다: {folder}, {size:.1f} MB. `python -m wsgi_apps playground`로 열 수 있습니다.",
    ),
    "absent": (
        "There is no playground in {folder}: make it with `make playground`.",
        "{folder} 폴더에 플레이그라운드가 없습니다. `make playground`로 만드세요.",
    ),
    "port": (
        "Port {port} cannot be used: {why}. Try --port {other}.",
        "포트 {port}번을 쓸 수 없습니다: {why}. --port {other}(으)로 해 보세요.",
    ),
    "serving": (
        "The playground is at http://{host}:{port}/. Ctrl-C ends it.",
        "플레이그라운드 주소: http://{host}:{port}/ (Ctrl-C로 끝냅니다)",
    ),
}
EXAMPLES = """
  python -m wsgi_apps playground          http://127.0.0.1:8002/
  python -m wsgi_apps playground --make   the same as make playground; needs npm
"""


def main(arguments: list[str]) -> int:
    """Make or serve the playground, as the command line says; return the exit status."""
    language = language_of(arguments)
    made = parser("playground", __doc__, EXAMPLES, language)
    made.add_argument("--port", type=int, default=8002, help="the port to listen at (default: 8002)")
    made.add_argument("--folder", type=Path, default=FOLDER, help="the folder of the playground (default: %(default)s)")
    made.add_argument("--make", action="store_true", help="make the playground, and do not serve it")
    made.add_argument("--lang", choices=LANGUAGES, default=language, help="the language of the messages")
    options = made.parse_args(arguments)
    try:
        return make(options) if options.make else serve(options)
    except Unbuilt as error:
        print(error.said(options.lang), file=sys.stderr)
        return 1


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence in a language."""
    return SAYS[key][LANGUAGES.index(language)].format(**values)


def make(options: Namespace) -> int:
    """Make the playground; return the exit status. Raises Unbuilt."""
    size = build(options.folder) / 1e6
    print(say("ready", options.lang, size=size, folder=options.folder))
    return 0


def serve(options: Namespace) -> int:
    """Serve the playground until Ctrl-C; return the exit status. Raises Unbuilt."""
    if not (options.folder / "index.html").is_file():
        raise Unbuilt(*(say("absent", language, folder=options.folder) for language in LANGUAGES))
    try:
        server = server_of(options.folder, options.port)
    except OSError as error:
        told = {"port": options.port, "why": error.strerror, "other": options.port + 1}
        print(say("port", options.lang, **told), file=sys.stderr)
        return 1
    with server, suppress(KeyboardInterrupt):
        print(say("serving", options.lang, host=HOST, port=server.server_port), flush=True)
        server.serve_forever()
    return 0


def server_of(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a folder, on this machine only."""
    return ThreadingHTTPServer((HOST, port), partial(Files, directory=str(folder)))


class Files(SimpleHTTPRequestHandler):
    """Serves files, with the types that a browser demands of modules and of WebAssembly."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
    }

    def end_headers(self) -> None:
        """Let the browser ask each time whether a file has changed."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (the name of the base class)
        """Do not log requests."""
