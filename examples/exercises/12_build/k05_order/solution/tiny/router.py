"""The router: from a path and a method to the application that answers, and the values in the path."""

import re
from urllib.parse import quote

from tiny.errors import HTTPError

#: name -> (pattern, the function that makes a value of the text, weight: a light rule is asked first)
CONVERTERS = {"int": (r"\d+", int, 1), "string": ("[^/]+", str, 2), "path": ("[^/].*", str, 3)}
SAFE = "!$&'()*+,/:;=@~"  # what stands in a path as it is, besides letters and digits (RFC 3986, 3.3)
VARIABLE = re.compile(r"<(?:(\w+):)?(\w+)>")


class Rule:
    """A path with variables, such as ``/item/<int:number>``; the methods that it takes, and the application."""

    def __init__(self, text, application, methods, converters):
        self.text, self.application = text, application
        self.methods = {*methods, "HEAD"} if "GET" in methods else {*methods}
        self.variables = {name: converter_of(kind, text, converters) for kind, name in VARIABLE.findall(text)}
        optional = "?" if text.endswith("/") else ""  # the slash at the end: without it there is a redirect
        self.pattern = re.compile(VARIABLE.sub(self.group, re.escape(text)) + optional, re.DOTALL)
        self.weight = [self.weight_of(segment) for segment in text.split("/")]

    def group(self, found):
        """Return the pattern of a variable: a group with its name."""
        name = found[2]
        return f"(?P<{name}>{self.variables[name][0]})"

    def weight_of(self, segment):
        """Return the weight of a segment: 0 for a fixed text, else what its variables weigh."""
        return sum(self.variables[name][2] for _, name in VARIABLE.findall(segment))

    def lacks_slash(self, path):
        """Return whether a path that fits has no slash at its end, though the rule has one."""
        return self.text.endswith("/") and not path.endswith("/")

    def match(self, path):
        """Return the values in a path; None if the path does not fit, or if a converter refuses."""
        found = self.pattern.fullmatch(path)
        try:
            return found and {name: self.variables[name][1](text) for name, text in found.groupdict().items()}
        except ValueError:
            return None


class Router:
    """Rules. A router is a WSGI application."""

    def __init__(self):
        self.rules, self.converters = [], dict(CONVERTERS)

    def converter(self, name, pattern, function):
        """Let ``<name:variable>`` take what fits a pattern; the function makes the value, or raises ValueError."""
        self.converters[name] = (pattern, function, 1)

    def add(self, text, application, methods=("GET",)):
        """Let an application answer a rule. Raises LookupError for a converter that does not exist."""
        self.rules.append(Rule(text, application, methods, self.converters))
        self.rules.sort(key=lambda rule: rule.weight)

    def __call__(self, environ, start_response):
        """Call the application of the path and the method; answer the error if there is none."""
        try:
            application, values = self.find(environ)
        except HTTPError as error:
            return error(environ, start_response)
        body = application({**environ, "wsgiorg.routing_args": ((), values)}, start_response)
        return without_body(body) if environ["REQUEST_METHOD"] == "HEAD" else body

    def find(self, environ):
        """Return the application of a request, and the values. Raises HTTPError; a redirect has the whole path."""
        try:
            return self.match(text_of(environ.get("PATH_INFO", "")), environ["REQUEST_METHOD"])
        except Redirect as redirect:
            query = environ.get("QUERY_STRING", "")
            location = text_of(environ.get("SCRIPT_NAME", "")) + redirect.path
            raise HTTPError(308, headers=[("Location", quote(location, SAFE) + (query and f"?{query}"))]) from None

    def match(self, path, method):
        """Return the application of a path and a method, and the values. Raises HTTPError or Redirect."""
        found = [(rule, values) for rule in self.rules if (values := rule.match(path)) is not None]
        for rule, values in found:
            if method in rule.methods:
                if rule.lacks_slash(path):
                    raise Redirect(f"{path}/")
                return rule.application, values
        allowed = {method for rule, _ in found if not rule.lacks_slash(path) for method in rule.methods}
        if allowed:
            raise refused(method, allowed)
        if "//" in path and self.match(re.sub("/+", "/", path), method):
            raise Redirect(re.sub("/+", "/", path))
        raise HTTPError(404)


class Redirect(Exception):
    """The path is nearly right: the client is sent to the one that is."""

    def __init__(self, path):
        super().__init__(path)
        self.path = path


def converter_of(kind, text, converters):
    """Return the converter of a variable. Raises LookupError, with what there is."""
    if (kind or "string") not in converters:
        raise LookupError(f"{text!r} has no converter {kind!r}: write one of {', '.join(sorted(converters))}")
    return converters[kind or "string"]


def refused(method, allowed):
    """Return the answer to a method that no application takes: Allow names those that are taken."""
    allow = [("Allow", ", ".join(sorted({*allowed, "OPTIONS"})))]
    return HTTPError(200, "", allow) if method == "OPTIONS" else HTTPError(405, headers=allow)


def without_body(body):
    """Return the body for HEAD: nothing. The body that was made for GET is closed."""
    if hasattr(body, "close"):
        body.close()
    return []


def text_of(native):
    """Return the text of bytes that environ shows as latin-1 (PEP 3333, Unicode Issues)."""
    return native.encode("latin-1", "replace").decode("utf-8", "replace")
