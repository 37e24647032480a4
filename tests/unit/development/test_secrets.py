"""Which names are those of secrets, and that no secret is left in a text."""

from base64 import b64encode
from urllib.parse import quote_plus

import pytest

from wsgi_apps.development.secrets import Mask, is_secret

SECRET = "Ge heim=&'\"종현"


@pytest.mark.parametrize(
    "name",
    ["password", "PASSWD", "client_secret", "X-Token", "api_key", "X-Api-Key", "apikey", "Authorization", "HTTP_COOKIE",
     "Set-Cookie", "credentials", "csrf", "session", "private_key"],
)  # fmt: skip
def test_names_of_secrets(name):
    assert is_secret(name)


@pytest.mark.parametrize("name", ["", "name", "key", "session_interface", "session_cookie_name", "Host", "passenger"])
def test_other_names(name):
    assert not is_secret(name)


def test_a_secret_is_shown_by_its_length():
    assert Mask().hidden("geheim") == "••••(6)"


def test_a_mask_that_shows_remembers_nothing():
    mask = Mask(shows=True)
    assert (mask.hidden("geheim"), mask("geheim")) == ("geheim", "geheim")


@pytest.mark.parametrize(
    ("secret", "text", "masked"),
    [
        ("geheim", "so geheim!", "so ••••(6)!"),
        ("short", "so short", "so short"),
        ("Bearer abcdefgh", "the Bearer has abcdefgh", "the Bearer has ••••(8)"),
        ("user=kim12345; theme=dark", "theme user kim12345", "theme user ••••(8)"),
        ("Basic " + b64encode(b"kim:12345678").decode(), "12345678", "••••(8)"),
        ("Basic not-base64!", "12345678", "12345678"),
        ("abcdef=ghijkl", "ghijkl", "••••(6)"),
        ("geheim", "so 'gehe'…", "so '••••(6)'…"),
        ("geheim", "so geh…", "so geh…"),
        ("Cookie", "Vary: Cookie", "Vary: Cookie"),
        ("geheim", "so … geheimnis", "so … ••••(6)nis"),
    ],
)
def test_a_secret_is_masked_wherever_it_stands(secret, text, masked):
    mask = Mask()
    mask.hidden(secret)
    assert [mask(text), mask(text)] == [masked, masked]


@pytest.mark.parametrize(
    "spelling",
    [SECRET, repr(SECRET), ascii(SECRET), quote_plus(SECRET), repr(SECRET.encode().decode("latin-1"))],
)
def test_a_secret_is_masked_in_every_spelling(spelling):
    mask = Mask()
    mask.hidden(SECRET)
    assert "heim" not in mask(f"a {spelling} b")


@pytest.mark.parametrize(
    "text",
    [
        '{"password": "geheim1"}',
        "app.secret_key = 'geheim1'",
        'app.config["SECRET_KEY"] = b"geheim1"',
        "login(name, password='geheim1')",
        '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\ngeheim1\r\n--x--',
    ],
)
def test_secrets_are_found_behind_their_names(text):
    mask = Mask()
    mask.remember_in(text)
    assert mask(text) == text.replace("geheim1", "••••(7)")


@pytest.mark.parametrize("text", ["password = read()", "token: str", 'name = "geheim1"', "password == other.password"])
def test_source_without_a_secret_stays(text):
    mask = Mask()
    mask.remember_in(text)
    assert mask(text) == text


@pytest.mark.parametrize(
    "text", ["go('/x?a=b&token=geh+eim1')", "Location: /x?token=geh%20eim1#top", "<a href=/?api_key=geh%20eim1>"]
)
def test_secrets_are_found_in_the_query_of_a_url(text):
    mask = Mask()
    mask.remember_in(text)
    assert "eim1" not in mask(f"{text} geh eim1")


def test_a_query_that_is_filled_in_later_is_not_a_secret():
    mask = Mask()
    mask.remember_in('f"/x?token={token}&session=%s"')
    assert not mask.known


@pytest.mark.parametrize("text", ["a=b&password=geh%20eim1", "/x?token=geh+eim1&a=b", "pass%77ord=geh+eim1"])
def test_secrets_are_found_among_fields(text):
    mask = Mask()
    mask.remember_fields(text)
    assert "eim1" not in mask(f"{text} geh eim1")
