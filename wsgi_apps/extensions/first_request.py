"""``before_first_request``: functions that are called once, before the first request."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any


class FirstRequest:
    """The functions that are called before the first request; ``is_over`` says that they have been called."""

    def __init__(self) -> None:
        self.functions: list[Callable[[], Any]] = []
        self.is_over = False
        self._lock = RLock()
        self._is_running = False

    def run(self) -> None:
        """Call the functions, once; other requests that come meanwhile wait.

        A request that such a function itself sends to the application does not wait: it comes before the first one.
        """
        with self._lock:
            if self.is_over or self._is_running:
                return
            self._is_running = True
            try:
                for function in self.functions:
                    function()
            finally:
                self._is_running = False
            self.is_over = True
