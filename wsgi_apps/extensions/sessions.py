"""Sessions: a dict that the client keeps in a signed cookie, which it can read but not change."""

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

NO_KEY = "The session needs a key to sign with: set app.secret_key to the output of secrets.token_hex()."


class SessionMixin:
    """The attributes of a session beside those of a dict. ``accessed`` says whether the program has used it."""

    modified = True
    accessed = False
    new = False

    @property
    def permanent(self: Any) -> bool:
        """Whether the session outlives the browser, for PERMANENT_SESSION_LIFETIME. You can set it."""
        return bool(self.get("_permanent", False))

    @permanent.setter
    def permanent(self: Any, permanent: bool) -> None:
        self["_permanent"] = bool(permanent)


class Session(dict[str, Any], SessionMixin):
    """The session of a client. ``modified`` says that it has to be sent; set it after you change a nested value."""

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
    """The session of an application without a key: empty and read-only. Raises RuntimeError if you change it."""

    def _refuse(self, *arguments: object, **keywords: object) -> NoReturn:
        raise RuntimeError(NO_KEY)

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse


class SessionInterface:
    """The base class of session interfaces: a derived class has ``open_session`` and ``save_session``.

    Set an instance as ``app.session_interface``. Both methods are called for every request.
    """

    null_session_class = NullSession

    def open_session(self, app: Any, request: Request) -> Any:
        """Return the session of a ``request``; None: the one that ``make_null_session`` returns."""
        raise NotImplementedError

    def save_session(self, app: Any, session: Any, response: Response) -> None:
        """Save a ``session``, and let the ``response`` set the cookie by which it is found again."""
        raise NotImplementedError

    def make_null_session(self, app: Any) -> NullSession:
        """Return the session of a request for which ``open_session`` returned None."""
        return self.null_session_class()

    def is_null_session(self, session: object) -> bool:
        """Return whether a ``session`` is a null session, which is not saved."""
        return isinstance(session, self.null_session_class)


class SecureCookieSessionInterface(SessionInterface):
    """Reads a session from a cookie and writes it to one, signed by itsdangerous.

    The key is ``app.secret_key``. The keys in SECRET_KEY_FALLBACKS, or the one key that it is, only check signatures,
    for the rotation of keys. Empty ones are left out.
    """

    salt = "cookie-session"
    session_class = Session

    def get_signing_serializer(self, app: Any) -> URLSafeTimedSerializer | None:
        """Return the serializer that signs and checks cookies, None if the application has no key."""
        fallbacks = app.config["SECRET_KEY_FALLBACKS"] or ()
        if isinstance(fallbacks, (str, bytes)):  # one key: each of its letters would be a key that is easy to guess
            fallbacks = [fallbacks]
        keys = [key for key in (*fallbacks, app.secret_key) if key]
        return serializer_of(self.salt, *keys) if app.secret_key else None

    def open_session(self, app: Any, request: Request) -> Session | None:
        """Return the session of a ``request``: empty without a validly signed cookie, None without a key."""
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        cookie = request.cookies.get(app.config["SESSION_COOKIE_NAME"])
        if not cookie:
            return self.session_class()
        return self.session_class(loaded(serializer, cookie, app.permanent_session_lifetime.total_seconds()))

    def save_session(self, app: Any, session: Session, response: Response) -> None:
        """Send a ``session`` with a ``response`` if it has changed, or if it is permanent and has to be kept alive.

        If the program has used the session, Vary: Cookie keeps caches from sending the response to another client
        (RFC 9110, 12.5.5).
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
        """Return the attributes of the cookie, as the configuration has them; the default path is the mount."""
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


@lru_cache(maxsize=100)  # an application needs the same one again and again
def serializer_of(salt: str, *keys: Any) -> URLSafeTimedSerializer:
    """Return the serializer that checks with any of the ``keys``, and signs with the last one."""
    from itsdangerous import URLSafeTimedSerializer  # an application without sessions needs neither

    from wsgi_apps.extensions.session_json import TaggedJSON

    return URLSafeTimedSerializer(
        list(keys),
        salt=salt,
        serializer=TaggedJSON,
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1},  # HMAC-SHA1 has no known weakness
    )


def loaded(serializer: URLSafeTimedSerializer, cookie: str, lifetime: float) -> dict[str, Any]:
    """Return the values of a signed ``cookie``; none for a bad signature, or after ``lifetime`` seconds."""
    from itsdangerous import BadData, base64_decode, base64_encode  # the serializer has imported it already

    signature = cookie.rpartition(".")[2]
    try:
        values = serializer.loads(cookie, max_age=int(lifetime))
        is_ours = base64_encode(base64_decode(signature)).decode("ascii") == signature  # base64 passes over unused bits
    except (BadData, ValueError):  # letters outside ASCII, which itsdangerous passes over in one place only
        return {}
    return values if is_ours and isinstance(values, dict) else {}


def flash(message: str, category: str = "message") -> None:
    """Keep a ``message`` of a ``category`` in the session until ``get_flashed_messages`` takes it out."""
    session = current_context("session", "test_request_context").session  # type: ignore[attr-defined]
    flashes = session.get("_flashes", [])
    flashes.append((category, message))
    session["_flashes"] = flashes  # so that the session knows of the change


def get_flashed_messages(with_categories: bool = False, category_filter: Container[str] = ()) -> list[Any]:
    """Return the flashed messages; every call in the same request returns the same ones.

    With ``with_categories`` they are pairs of category and message. ``category_filter`` holds the wanted categories,
    or is the wanted one.
    """
    context: Any = current_context("session", "test_request_context")
    flashes: list[tuple[str, str]] = context.flashes
    wanted = [category_filter] if isinstance(category_filter, str) and category_filter else category_filter
    chosen = [pair for pair in flashes if not wanted or pair[0] in wanted]
    return chosen if with_categories else [message for _, message in chosen]
