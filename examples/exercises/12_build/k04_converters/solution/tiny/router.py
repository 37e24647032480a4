"""The router: from a path and a method to the application that answers, and the values in the path."""

import re

from tiny.errors import HTTPError

#: name -> (pattern, the function that makes a value of the text)
CONVERTERS = {"string": ("[^/]+", str), "int": (r"\d+", int), "path": ("[^/].*", str)}
VARIABLE = re.compile(r"<(?:(\w+):)?(\w+)>")


class Rule:
    """A path with variables, such as ``/item/<int:number>``; the methods that it takes, and the application."""

    def __init__(self, text, application, methods, converters):
        self.text, self.application = text, application
        self.methods = {*methods, "HEAD"} if "GET" in methods else {*methods}
        self.variables = {name: converter_of(kind, text, converters) for kind, name in VARIABLE.findall(text)}
        self.pattern = re.compile(VARIABLE.sub(self.group, re.escape(text)), re.DOTALL)

    def group(self, found):
        """Return the pattern of a variable: a group with its name."""
        name = found[2]
        return f"(?P<{name}>{self.variables[name][0]})"

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
        self.converters[name] = (pattern, function)

    def add(self, text, application, methods=("GET",)):
        """Let an application answer a rule. Raises LookupError for a converter that does not exist."""
        self.rules.append(Rule(text, application, methods, self.converters))

    def __call__(self, environ, start_response):
        """Call the application of the path and the method; answer 404 or 405 if there is none."""
        method = environ["REQUEST_METHOD"]
        try:
            application, values = self.match(text_of(environ.get("PATH_INFO", "")), method)
        except HTTPError as error:
            return error(environ, start_response)
        body = application({**environ, "wsgiorg.routing_args": ((), values)}, start_response)
        return without_body(body) if method == "HEAD" else body

    def match(self, path, method):
        """Return the application of a path and a method, and the values of the variables. Raises HTTPError."""
        found = [(rule, values) for rule in self.rules if (values := rule.match(path)) is not None]
        for rule, values in found:
            if method in rule.methods:
                return rule.application, values
        if not found:
            raise HTTPError(404)
        raise refused(method, {method for rule, _ in found for method in rule.methods})


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
