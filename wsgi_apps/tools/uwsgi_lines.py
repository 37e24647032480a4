"""The lines that uWSGI writes about itself.

A program may print the same words. So a line counts as uWSGI's only where uWSGI writes it: before the program is
loaded, as the program is loaded and the worker starts, and at the end. The lines of the last two are known in their
whole form, and each of them comes once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: The beginnings of all these lines. Before the program is loaded, a line that begins so cannot be the program's.
OWN = re.compile(
    r"""
    \[uWSGI\]\ getting\ INI\ | \*\*\*\ Starting\ uWSGI | compiled\ with\ version: | os:\ | nodename:\ | machine:\ |
    clock\ source: | pcre\ jit | detected\ (number\ of\ CPU|binary\ path|max\ file\ descriptor) |
    current\ working\ directory: | !!!\ no\ internal\ routing\ support | uWSGI\ running\ as\ root |
    \*\*\*\ WARNING:\ you\ are\ running\ uWSGI\ as\ root | your\ (processes\ number|memory\ page|server\ socket|mercy) |
    lock\ engine: | thunder\ lock: | uwsgi\ socket\ \d | Python\ (version:|main\ interpreter) |
    python\ threads\ support | mapped\ \d+\ bytes | \*\*\*\ Operational\ MODE: | added\ .*\ to\ pythonpath\. |
    WSGI\ app\ \d+\ \(mountpoint= | spawned\ uWSGI | running\ "(unix_signal:15|write:/dev/fd) |
    SIGINT/SIGTERM\ received | worker\ \d+\ buried\ after | goodbye\ to\ uWSGI | Gracefully\ killing\ worker |
    .*\ -\ graceful\ shutdown\ triggered | gateway\ .*\ buried | VACUUM: | chdir\(\): |
    \*\*\*\ no\ app\ loaded\.\ GAME\ OVER | unable\ to\ load\ app\ \d | set\ core\ size | dropping\ root |
    \*\*\*\ uWSGI\ is\ running\ in\ multiple\ interpreter\ mode
    """,
    re.VERBOSE,
)
#: The last line before the program is imported: ini/uwsgi.ini adds one folder.
IMPORTS = re.compile(r"added .* to pythonpath\.")
LOADED = r"WSGI app 0 \(mountpoint=''\) ready in \d+ seconds on interpreter 0x[0-9a-f]+ pid: \d+ \(default app\)"
NOT_LOADED = (
    r"unable to load app 0 \(mountpoint=''\) \(callable not found or import error\)",
    r"\*\*\* no app loaded\. GAME OVER \*\*\*",
)
STARTED = (
    r"uWSGI running as root, you can use --uid/--gid/--chroot options",
    r"\*\*\* WARNING: you are running uWSGI as root !!! \(use the --uid flag\) \*\*\* ?",
    r"spawned uWSGI master process \(pid: \d+\)",
    r"spawned uWSGI worker 1 \(pid: \d+, cores: \d+\)",
    r'running "write:/dev/fd/\d+ ready" \(accepting1-once\)\.\.\.',
    r'running "unix_signal:15 gracefully_kill_them_all" \(master-start\)\.\.\.',
)
ENDED = (
    r"SIGINT/SIGTERM received\.\.\.killing workers\.\.\.",
    r"(... ... [ \d]\d \d\d:\d\d:\d\d \d{4} - )?graceful shutdown triggered\.\.\.",
    r"\.\.\.gracefully killing workers\.\.\.",
    r"Gracefully killing worker 1 \(pid: \d+\)\.\.\.",
    r"worker 1 buried after \d+ seconds",
    r"goodbye to uWSGI\.",
    r"VACUUM: unix socket .* removed\.",
    r"chdir\(\): .* \[core/\w+\.c line \d+\]",
)


@dataclass
class OwnLines:
    """Knows which lines of a log are uWSGI's own, as they come.

    ``expected`` are the patterns of the lines that uWSGI may write about itself from now on.
    """

    is_imported: bool = False
    expected: list[str] = field(default_factory=list)

    def take(self, line: str) -> bool:
        """Return whether the next line of the log is one of uWSGI's own."""
        if not self.is_imported and IMPORTS.fullmatch(line):
            self.is_imported = True
            self.expected += [LOADED, *NOT_LOADED]
            return True
        found = next((pattern for pattern in self.expected if re.fullmatch(pattern, line)), None)
        if found is not None:
            self.expected.remove(found)
            self.expected += STARTED if found == LOADED else ()
        return found is not None or self.may_begin(line)

    def may_begin(self, text: str) -> bool:
        """Return whether a line that begins so is one of uWSGI's own, before the program is loaded."""
        return not self.is_imported and OWN.match(text) is not None

    def end(self) -> None:
        """Expect what uWSGI writes at its end, which this program has asked for."""
        self.expected += ENDED
