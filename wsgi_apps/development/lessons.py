"""The lab that teaches an error: by the class of the exception, or by what its message says."""

from __future__ import annotations

import re

#: The classes of an exception by name, a pattern that the message has to match, and the lab. The first row that fits counts.
LESSONS = (
    ("NotFound",                                                      "",                            "lab01_static_routes"),
    ("MethodNotAllowed",                                              "",                            "lab02_methods"),
    ("TemplateNotFound TemplateSyntaxError UndefinedError",           "",                            "lab09_templates"),
    ("BuildError",                                                    "",                            "lab16_mounting"),
    ("BadRequestKeyError",                                            "",                            "lab11_query_arguments"),
    ("RequestEntityTooLarge",                                         "",                            "lab12_uploads"),
    ("UnsupportedMediaType JSONDecodeError",                          "",                            "lab08_json_in"),
    ("TypeError",                                                     r"JSON|serializable",          "lab07_json_out"),
    ("TypeError",                                                     r"unexpected keyword|missing .* argument", "lab03_url_variables"),
    ("TypeError",                                                     r"\breturned\b",               "lab01_static_routes"),
    ("ValueError TypeError",                                          r"\bheader\b",                 "lab05_headers"),
    ("ValueError",                                                    r"is not a status|redirect code", "lab04_status"),
    ("KeyError",                                                      r"CONTENT_LENGTH",             "lab00b_hello_json"),
    ("KeyError",                                                      r"HTTP_|_NAME|PATH_INFO|QUERY_STRING|REQUEST_METHOD|wsgi\.", "lab06_request_object"),
    ("UnicodeDecodeError UnicodeEncodeError",                         "",                            "lab03_url_variables"),
    ("ZeroDivisionError",                                             "",                            "lab10_calculator"),
    ("ValueError",                                                    r"invalid literal for int|could not convert string to float", "lab10_calculator"),
    ("RuntimeError",                                                  r"^The session needs",         "lab11_query_arguments"),
    ("RuntimeError",                                                  r"^There is no (request|application) here", "lab06_request_object"),
    ("UnboundLocalError",                                             "",                            "lab19_threads_and_processes"),
    ("UnpicklingError FileNotFoundError",                             r"model|pickle",               "lab15_model_serving"),
    ("PermissionError FileNotFoundError",                             r"\.log",                      "lab14_logging"),
    ("OperationalError ConnectionRefusedError ConnectionError",       "",                            "lab20_state_outside"),
)  # fmt: skip


def lesson(error: BaseException) -> str:
    """Return the folder of the lab that teaches an ``error``, empty if none does."""
    names, message = {one.__name__ for one in type(error).__mro__}, str(error)
    fitting = (lab for kinds, said, lab in LESSONS if names & set(kinds.split()) and re.search(said, message))
    return next(fitting, "")
