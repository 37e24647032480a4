"""Sphinx: the pages in docs/, the labs and the docstrings of the package, made into HTML (``make docs``).

Some pages are written before each build, by ``pages.py``: README, CONTRIBUTING and CHANGELOG, one page a lab, and the lists of
labs and modules.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

project = "wsgi_apps"
language = "en"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.viewcode",
    "pages",
    "searching",
    "matrix",
]  # the last three are beside this file
exclude_patterns = ["locales"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3  # a link such as routing.md#converters works here as on GitHub

smartquotes_action = "qe"  # quotes and ellipses alone: two hyphens begin an option, and are no dash

# Signatures without types: each docstring says them in words, and they would link to manuals elsewhere.
autodoc_typehints = "none"
autodoc_member_order = "bysource"
toc_object_entries = False  # a thousand entries beside each page would take a third of the time
viewcode_follow_imported_members = False  # an object is where its page says: its source leads back to that page
autodoc_inherit_docstrings = False  # what dict says of its own methods is in Python's manual

#: What the value of a table looks like is no name to link to.
nitpick_ignore_regex = [("py:class", r"<class .*|collections\.abc\..*")]

# A Korean edition: docs/locales/ko/LC_MESSAGES/PAGE.po, one file a page. CONTRIBUTING says how.
locale_dirs = ["locales"]
gettext_compact = False
gettext_location = False

html_theme = "furo"
html_title = "wsgi_apps"
html_static_path = ["_static"]
html_css_files = ["lab.css"]
html_js_files = ["copy.js", "wide.js", "matrix.js"]
templates_path = ["_templates"]  # a switch between the languages, in the place of "view this page"
html_theme_options = {"top_of_page_buttons": ["view"]}
html_copy_source = False
html_show_copyright = False
