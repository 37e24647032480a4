"""Texts that a client may send, good and bad: for the tests that ask every reader, and for the fuzzer."""

HEADERS = [
    "ACCEPT",
    "ACCEPT_CHARSET",
    "ACCEPT_ENCODING",
    "ACCEPT_LANGUAGE",
    "AUTHORIZATION",
    "CACHE_CONTROL",
    "CONTENT_ENCODING",
    "COOKIE",
    "DATE",
    "HOST",
    "IF_MATCH",
    "IF_MODIFIED_SINCE",
    "IF_NONE_MATCH",
    "IF_RANGE",
    "IF_UNMODIFIED_SINCE",
    "MAX_FORWARDS",
    "ORIGIN",
    "PRAGMA",
    "RANGE",
    "REFERER",
    "TE",
    "TRANSFER_ENCODING",
    "USER_AGENT",
    "X_FORWARDED_FOR",
    "X_FORWARDED_HOST",
    "X_FORWARDED_PROTO",
    "X_REQUESTED_WITH",
]
KEYS = [f"HTTP_{name}" for name in HEADERS]
KEYS += ["CONTENT_LENGTH", "CONTENT_TYPE", "PATH_INFO", "QUERY_STRING", "REMOTE_ADDR", "REMOTE_USER", "REQUEST_METHOD"]
KEYS += ["SCRIPT_NAME", "SERVER_PROTOCOL", "wsgi.url_scheme"]
#: Dates that no calendar has, or that a clock of 32 or 64 bits cannot hold.
DATES = [
    "Fri, 31 Dec 99999 23:59:59 GMT",
    "Fri, 00 Xxx 0000 99:99:99 GMT",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "1 Jan 1970 00:00:00 +99999999999999999999",
    "1 Jan " + "9" * 5000 + " 00:00:00 GMT",
    " GMT",
]
#: Texts in which one character is one byte, and some that no server makes.
BAD = [
    *DATES,
    "Mon, 01 Jan 0001 00:00:00 +1400",  # two digits mean 2001
    *("", " ", "\x00", "\xff", "%\xff", "\xed\xa0\x80", "%ED%A0%80", "%", "\u0130", "\ud800", "한"),
    *('"', "W/", 'W/"', ";", ",", "=", ";=;,;", "a=b=c", "*", "*/*;q=", "a;q=1e999", "q=0.٣", 'a="', "a=\\\\"),
    *(
        "-1",
        "+5",
        "5,5",
        "9" * 30,
        "9" * 5000,
        "1e5",
        "٣",
        "0x10",
        "bytes=9-1",
        "bytes=-",
        "bytes=0-0,1-1",
        "bytes=" + "9" * 5000 + "-",
    ),
    *("Basic \xff", "Basic Og", "Basic =", "Digest =", "Bearer", 'no-cache="', "max-age=x", "max-age=" + "9" * 5000),
    *(
        "[",
        "[::1",
        "http://[",
        "//",
        "a:b:c",
        "::",
        "1.2.3.4.5",
        "evil.example/?",
        "https://evil.example/?",
        "\r\nX: y",
    ),
    *("chunked", "chunked, chunked", "gzip", "identity", "POST", "GET /", "HEAD", "OPTIONS"),
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=B; boundary=C"),
    *(
        "multipart/form-data; boundary=B",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/json; charset=x",
    ),
    *("application/x-www-form-urlencoded", "application/json", "text/plain; charset=x; charset=y"),
]
BODIES = [
    b"",
    b"\xff{",
    b"a=%ff&b",
    b"[" * 5000,
    b"--B\r\n\r\n",
    b"--B\r\nContent-Disposition: form-data; name=\xff\r\n\r\n",
]
#: What is sent well, for the fuzzer to change.
GOOD = [
    *("localhost", "localhost:5000", "[::1]:80", "www.example.com"),
    *("text/html, application/json;q=0.9, */*;q=0.1", "ko-KR, ko;q=0.9, en;q=0.8", "gzip, br", "utf-8"),
    *("Sat, 28 Nov 2026 22:00:00 GMT", "Saturday, 28-Nov-26 22:00:00 GMT", "Sat Nov 28 22:00:00 2026"),
    *('"abc", W/"def"', "*", "bytes=0-4", "bytes=-3", "bytes=2-", "no-cache, max-age=0", "max-age=60"),
    *(
        "Basic YTpi",
        "Bearer abc.def",
        'Digest username="a", realm="b"',
        'a=1; b="2\\054"; c=\xed\x95\x9c',
        "session=e30.aa.bb",
    ),
    *(
        "application/json",
        "application/json; charset=utf-8",
        "application/x-www-form-urlencoded",
        "text/plain; charset=utf-8",
    ),
    *(
        "multipart/form-data; boundary=B",
        'multipart/form-data; boundary="B"',
        "chunked",
        "http",
        "https",
        "5",
        "0",
        "HTTP/1.1",
    ),
]
GOOD_BODIES = [
    b'{"name": "JongHyun", "n": [1, 2.5, null, true, "\xed\x95\x9c"]}',
    b"a=1&b=%ED%95%9C&a=2&c=",
    b'--B\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--\r\n',
    b'--B\r\nContent-Disposition: form-data; name="n"\r\n\r\n\xed\x95\x9c\r\n--B\r\n\r\nno name\r\n--B--\r\n',
]
