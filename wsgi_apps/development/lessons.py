"""The lab that teaches an error: by the class of the exception, or by what its message says."""

from __future__ import annotations

import re

ENVIRON = r"HTTP_|SERVER_|PATH_INFO|SCRIPT_NAME|QUERY_STRING|REQUEST_METHOD|wsgi\."
NUMBER = r"invalid literal for int|could not convert string to float"
ARGUMENTS = r"unexpected keyword argument|missing \d+ required"
CONTEXT = r"^There is no (request|application) here"
#: Names of exceptions, a pattern that the message has to hold, and the lab. The first row that fits counts.
LESSONS = (
    ("NotFound", "", "lab01_static_routes"),
    ("MethodNotAllowed", "", "lab02_methods"),
    ("TemplateNotFound TemplateSyntaxError UndefinedError", "", "lab09_templates"),
    ("BuildError", "", "lab16_mounting"),
    ("BadRequestKeyError", "", "lab11_query_arguments"),
    ("RequestEntityTooLarge", "", "lab12_uploads"),
    ("UnsupportedMediaType JSONDecodeError", "", "lab08_json_in"),
    ("UnicodeDecodeError UnicodeEncodeError", "", "lab03_url_variables"),
    ("ZeroDivisionError", "", "lab10_calculator"),
    ("UnboundLocalError", "", "lab19_threads_and_processes"),
    ("TypeError", r"JSON", "lab07_json_out"),
    ("TypeError", ARGUMENTS, "lab03_url_variables"),
    ("TypeError", r"\breturned\b", "lab01_static_routes"),
    ("ValueError TypeError", r"\bheader\b", "lab05_headers"),
    ("ValueError", r"is not a status|redirect code", "lab04_status"),
    ("ValueError", NUMBER, "lab10_calculator"),
    ("KeyError", r"CONTENT_LENGTH", "lab00b_hello_json"),
    ("KeyError", ENVIRON, "lab06_request_object"),
    ("RuntimeError", r"^The session needs", "lab11_query_arguments"),
    ("RuntimeError", CONTEXT, "lab06_request_object"),
    ("UnpicklingError FileNotFoundError", r"model|pickle", "lab15_model_serving"),
    ("PermissionError FileNotFoundError", r"\.log", "lab14_logging"),
    ("OperationalError ConnectionRefusedError", "", "lab20_state_outside"),
    ("AttributeError", r"has no attribute 'get'$", "lab08_json_in"),  # JSON that is a list, or a text
    ("IndexError KeyError AttributeError", "", "lab13_errors_and_hooks"),  # what an exception does that a view lets out
)


def lesson(error: BaseException) -> str:
    """Return the folder of the lab that teaches an ``error``, empty if none does."""
    names, message = {one.__name__ for one in type(error).__mro__}, said(error)
    fitting = (lab for kinds, pattern, lab in LESSONS if names & set(kinds.split()) and re.search(pattern, message))
    return next(fitting, "")


def said(error: BaseException) -> str:
    """Return what an exception says, empty if saying it fails."""
    try:
        return str(error)
    except Exception:  # the program's own __str__
        return ""
