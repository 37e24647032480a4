"""Sessions: a dict that a client keeps for us in a signed cookie, which it can read but not change."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn, Self

from wsgi_apps.application.context import current_context
from wsgi_apps.environ import root_of

if TYPE_CHECKING:
    from itsdangerous import URLSafeTimedSerializer

    from wsgi_apps.extensions.request import Request
    from wsgi_apps.extensions.response import Response

NO_KEY = "The session needs a key to sign with: set app.secret_key to 32 random bytes, secrets.token_hex() has some."


class SessionMixin:
    """What a session has besides the methods of a dict. ``accessed`` (bool) says that it was looked at."""

    modified = True
    accessed = False
    new = False

    @property
    def permanent(self: Any) -> bool:
        """Whether the session outlives the browser, for PERMANENT_SESSION_LIFETIME (bool). It can be set."""
        return bool(self.get("_permanent", False))

    @permanent.setter
    def permanent(self: Any, permanent: bool) -> None:
        self["_permanent"] = bool(permanent)


class Session(dict[str, Any], SessionMixin):
    """The session of a client. ``modified`` says that it has to be sent; set it after you change a value inside."""

    modified = False

    def __setitem__(self, name: str, value: Any) -> None:
        self.modified = True
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        super().__delitem__(name)
        self.modified = True

    def __ior__(self, other: Any) -> Self:  # type: ignore[override,misc]
        self.update(other)
        return self

    def update(self, *arguments: Any, **keywords: Any) -> None:
        """Set several values."""
        self.modified = True
        super().update(*arguments, **keywords)

    def clear(self) -> None:
        """Remove all values."""
        self.modified = True
        super().clear()

    def popitem(self) -> tuple[str, Any]:
        """Return the last name with its value, and remove it. Raises KeyError."""
        item = super().popitem()
        self.modified = True
        return item

    def pop(self, name: str, *default: Any) -> Any:
        """Return a value and remove it. Raises KeyError unless a default is given."""
        self.modified = self.modified or name in self
        return super().pop(name, *default)

    def setdefault(self, name: str, default: Any = None) -> Any:
        """Return a value, set to ``default`` first if it is absent."""
        self.modified = self.modified or name not in self
        return super().setdefault(name, default)


class NullSession(Session):
    """The session of an application without a key: empty, and refusing what would have to be signed."""

    def _refuse(self, *arguments: object, **keywords: object) -> NoReturn:
        raise RuntimeError(NO_KEY)

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse


class SessionInterface:
    """What sessions come from and go to: a class of the program's own has ``open_session`` and ``save_session``.

    As ``app.session_interface`` it is asked for every request, whether the session was looked at or not.
    """

    null_session_class = NullSession

    def open_session(self, app: Any, request: Request) -> Any:
        """Return the session of a ``request``; None stands for what ``make_null_session`` returns."""
        raise NotImplementedError

    def save_session(self, app: Any, session: Any, response: Response) -> None:
        """Keep a ``session``, and send with a ``response`` what leads back to it."""
        raise NotImplementedError

    def make_null_session(self, app: Any) -> NullSession:
        """Return what stands for the session where ``open_session`` gave None."""
        return self.null_session_class()

    def is_null_session(self, session: object) -> bool:
        """Return whether a ``session`` is such a one (bool): it is not saved."""
        return isinstance(session, self.null_session_class)


class SecureCookieSessionInterface(SessionInterface):
    """How a session comes out of a cookie and goes into one, signed by itsdangerous.

    The key is ``app.secret_key``. Keys in SECRET_KEY_FALLBACKS are good for reading only, so that keys can be
    rotated.
    """

    salt = "cookie-session"
    session_class = Session

    def get_signing_serializer(self, app: Any) -> URLSafeTimedSerializer | None:
        """Return what signs and checks (URLSafeTimedSerializer), None if the application has no key."""
        keys = (*(app.config["SECRET_KEY_FALLBACKS"] or ()), app.secret_key)
        return serializer_of(self.salt, *keys) if app.secret_key else None

    def open_session(self, app: Any, request: Request) -> Session | None:
        """Return the session of a ``request``: empty without a cookie that we have signed, None without a key."""
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        cookie = request.cookies.get(app.config["SESSION_COOKIE_NAME"])
        if not cookie:
            return self.session_class()
        return self.session_class(loaded(serializer, cookie, app.permanent_session_lifetime.total_seconds()))

    def save_session(self, app: Any, session: Session, response: Response) -> None:
        """Send a ``session`` with a ``response`` if it has changed, or is permanent and to be kept alive.

        Whoever looked at it gets Vary: Cookie, so that no cache gives the answer to another client (RFC 9110, 12.5.5).
        """
        is_sent = session.modified or (session.permanent and app.config["SESSION_REFRESH_EACH_REQUEST"])
        if session.accessed or is_sent:
            response.vary.add("Cookie")
        name, attributes = app.config["SESSION_COOKIE_NAME"], self.attributes(app)
        if is_sent and session:
            value = self.get_signing_serializer(app).dumps(dict(session))  # type: ignore[union-attr]  # it has a key
            expires = datetime.now(UTC) + app.permanent_session_lifetime if session.permanent else None
            response.set_cookie(name, value, expires=expires, **attributes)
        elif is_sent:
            response.delete_cookie(name, **attributes)

    def attributes(self, app: Any) -> dict[str, Any]:
        """Return the attributes (dict) of the cookie: those of the configuration; by default, of this mount only."""
        request: Request = current_context().request  # type: ignore[assignment]  # of this layer
        config = app.config
        return {
            "path": config["SESSION_COOKIE_PATH"] or root_of(request.environ) or config["APPLICATION_ROOT"],
            "domain": config["SESSION_COOKIE_DOMAIN"],
            "secure": request.is_secure if config["SESSION_COOKIE_SECURE"] is None else config["SESSION_COOKIE_SECURE"],
            "httponly": config["SESSION_COOKIE_HTTPONLY"],
            "samesite": config["SESSION_COOKIE_SAMESITE"],
            "partitioned": config["SESSION_COOKIE_PARTITIONED"],
        }


@lru_cache(maxsize=100)  # an application asks for the same one again and again
def serializer_of(salt: str, *keys: Any) -> URLSafeTimedSerializer:
    """Return what checks with any of the ``keys`` (str or bytes), and signs with the last one."""
    from itsdangerous import URLSafeTimedSerializer  # an application without sessions loads neither

    from wsgi_apps.extensions.session_json import TaggedJSON

    return URLSafeTimedSerializer(
        list(keys),
        salt=salt,
        serializer=TaggedJSON,
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1},  # HMAC-SHA1 has no known weakness
    )


def loaded(serializer: URLSafeTimedSerializer, cookie: str, lifetime: float) -> dict[str, Any]:
    """Return the values (dict) of a signed ``cookie`` (str), none if it is not ours, or older than ``lifetime`` (s)."""
    from itsdangerous import BadData, base64_decode, base64_encode  # loaded with the serializer

    try:
        values = serializer.loads(cookie, max_age=int(lifetime))
    except BadData:
        return {}
    signature = cookie.rpartition(".")[2]
    is_ours = base64_encode(base64_decode(signature)).decode("ascii") == signature  # base64 passes over unused bits
    return values if is_ours and isinstance(values, dict) else {}


def flash(message: str, category: str = "message") -> None:
    """Keep a ``message`` (str) of a ``category`` (str) in the session, until ``get_flashed_messages`` takes it out."""
    session = current_context("session", "test_request_context").session  # type: ignore[attr-defined]
    session["_flashes"] = [*session.get("_flashes", []), (category, message)]


def get_flashed_messages(with_categories: bool = False, category_filter: Container[str] = ()) -> list[Any]:
    """Return the messages (list of str) that were flashed, the same ones for the rest of the request.

    ``with_categories`` (bool) gives pairs of category and message; ``category_filter`` (str or list of str) chooses.
    """
    flashes: list[tuple[str, str]] = current_context("session", "test_request_context").flashes  # type: ignore[attr-defined]
    chosen = [pair for pair in flashes if not category_filter or pair[0] in category_filter]
    return chosen if with_categories else [message for _, message in chosen]
