"""A page of the docs that is measured: what is written there is what was found."""

import re
import subprocess


def nginx_version():
    """Return the version of nginx (str)."""
    shown = subprocess.run(["/usr/sbin/nginx", "-v"], capture_output=True, text=True, check=True).stderr
    return re.search(r"nginx/([\d.]+)", shown)[1]


def without_versions(text):
    """Return a page (str) without its line of versions: another machine has others."""
    return re.sub(r"(?m)^Versions: .*$", "", text)
