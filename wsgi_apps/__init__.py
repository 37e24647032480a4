"""From an HTTP request to a Python function, by hand.

Read the modules in this order; each uses only those above it.

Floor 0, the contract of PEP 3333, with the standard library alone:

- ``hello``: the smallest callable that answers a request.
- ``hello_json``: reads the body, parses JSON, greets.
- ``exceptions``: HTTP errors that can be raised and can answer.
- ``strict_json``: JSON text to a Python value.
- ``body``: a request body read rightly, whatever the client sent.
"""
