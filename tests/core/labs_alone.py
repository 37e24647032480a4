"""Send the requests of the labs that need the core alone to their way ``ours``; print what is not as expected, and a total.

It is run by a Python that has no installed package on its path: ``python -S -I labs_alone.py``.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from wsgi_apps.tools.course.asking import application_of, in_process
from wsgi_apps.tools.course.comparing import unexpected
from wsgi_apps.tools.course.manifest import labs

sent, wrong, names = 0, 0, []
for lab in labs():
    if lab.needs == "core":
        names.append(lab.name)
        application = application_of(lab, "ours")
        for request in (one for one in lab.requests if "ours" in one.expect):
            sent += 1
            for problem in unexpected(request, "ours", in_process(application, request)):
                wrong += 1
                print(f"{lab.name}: {request.method} {request.target}: {problem}")
print(f"{len(names)} labs, {sent} requests, {wrong} wrong")
print(
    "libraries:", *sorted({name.partition(".")[0] for name in sys.modules} & {"webob", "jinja2", "markupsafe", "flask"})
)
