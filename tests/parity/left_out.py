"""The names of Flask that wsgi_apps does not have: the second part of ``docs/differences.md``."""

from __future__ import annotations
import __future__

from collections.abc import Callable, KeysView
from io import BytesIO
from types import ModuleType, SimpleNamespace
from typing import Any


def inside(read: Callable[[SimpleNamespace], Any], **headers: str) -> Callable[[SimpleNamespace], Any]:
    """Return a function that reads something inside a request with ``headers``."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    def enter(fw: SimpleNamespace) -> Any:
        app = fw.App("left_out")
        with app.test_request_context("/?a=1", headers=sent):
            return read(fw)

    return enter


def credentials(fw: SimpleNamespace) -> Any:
    """Return the credentials of a request."""
    with fw.App("left_out").test_request_context("/", auth=("kim", "secret")):
        return fw.request.authorization


def upload(fw: SimpleNamespace) -> Any:
    """Return an uploaded file."""
    with fw.App("left_out").test_request_context("/", method="POST", data={"file": (BytesIO(b"a"), "a.txt")}):
        return fw.request.files["file"]


def cookie(fw: SimpleNamespace) -> Any:
    """Return a cookie that a test client keeps."""
    client = fw.App("left_out").test_client()
    client.set_cookie("a", "1")
    return client.get_cookie("a")


#: Where names are looked for: the title and how to get at it.
OBJECTS: dict[str, Callable[[SimpleNamespace], Any]] = {
    "The package": lambda fw: fw.module,
    "`App`": lambda fw: fw.App("left_out"),
    "`App.config`, the keys": lambda fw: fw.App("left_out").config.keys(),
    "`App.json`": lambda fw: fw.App("left_out").json,
    "`App.url_map`": lambda fw: fw.App("left_out").url_map,
    "`request`": inside(lambda fw: fw.request._get_current_object()),
    "`request.args`, `form`, `values`, `cookies`, `files`": inside(lambda fw: fw.request.args),
    "`request.headers`": inside(lambda fw: fw.request.headers),
    "`request.accept_mimetypes`, `accept_languages`": inside(lambda fw: fw.request.accept_mimetypes),
    "`request.user_agent`": inside(lambda fw: fw.request.user_agent),
    "`request.authorization`": lambda fw: credentials(fw),
    "`request.if_match`, `if_none_match`": inside(lambda fw: fw.request.if_none_match, If_None_Match='"a"'),
    "`request.if_range`": inside(lambda fw: fw.request.if_range, If_Range='"a"'),
    "`request.range`": inside(lambda fw: fw.request.range, Range="bytes=0-1"),
    "`request.cache_control`": inside(lambda fw: fw.request.cache_control, Cache_Control="no-cache"),
    "An uploaded file": lambda fw: upload(fw),
    "`Response`": inside(lambda fw: fw.make_response("x")),
    "`Response.headers`": inside(lambda fw: fw.make_response("x").headers),
    "`Response.vary`, `allow` and other lists of words": inside(lambda fw: fw.make_response("x").vary),
    "`Response.cache_control`": inside(lambda fw: fw.make_response("x").cache_control),
    "`Response.content_range`": inside(lambda fw: fw.make_response("x").content_range),
    "`Response.www_authenticate`": inside(lambda fw: fw.make_response("x").www_authenticate),
    "`Response.content_security_policy`": inside(lambda fw: fw.make_response("x").content_security_policy),
    "`session`": inside(lambda fw: fw.session._get_current_object()),
    "`App.session_interface`": lambda fw: fw.App("left_out").session_interface,
    "`g`": inside(lambda fw: fw.g._get_current_object()),
    "The test client": lambda fw: fw.App("left_out").test_client(),
    "A cookie of the test client": lambda fw: cookie(fw),
    "HTTP errors": lambda fw: fw.exceptions.NotFound(),
}
#: The names that are missing, and why.
LEFT_OUT: dict[str, tuple[str, str]] = {
    "The package": (
        "These names are signals. Use hooks to react to events.",
        """
        appcontext_popped appcontext_pushed appcontext_tearing_down before_render_template got_request_exception
        message_flashed request_finished request_started request_tearing_down template_rendered
        """,
    ),
    "`App`": (
        "Async views, commands and subdomains are left out. The other names are internal steps and factories of Flask.",
        """
        after_request_funcs async_to_sync before_request_funcs cli create_url_adapter do_teardown_appcontext
        do_teardown_request ensure_sync error_handler_spec jinja_environment raise_routing_exception
        should_ignore_error subdomain_matching teardown_appcontext_funcs teardown_request_funcs
        template_context_processors test_cli_runner test_cli_runner_class url_map_class url_rule_class
        """,
    ),
    "`App.config`, the keys": (
        "Each rule has its own setting for OPTIONS. nginx sends large files. Browsers limit the size of a cookie.",
        """
        MAX_COOKIE_SIZE PROVIDE_AUTOMATIC_OPTIONS USE_X_SENDFILE
        """,
    ),
    "`App.url_map`": (
        "It is the router. It does not need binding, does not know hosts, and is always sorted.",
        """
        bind bind_to_environ default_converters default_subdomain host_matching is_endpoint_expecting lock_class
        redirect_defaults sort_key sort_parameters update
        """,
    ),
    "`request`": (
        "You cannot replace the parsing in a subclass. The other names are headers: read them from `request.headers`.",
        """
        accept_charsets accept_encodings access_control_request_headers access_control_request_method
        access_route application content_encoding content_md5 dict_storage_class form_data_parser_class
        from_values input_stream is_multiprocess is_multithread is_run_once json_module list_storage_class
        make_form_data_parser on_json_loading_failed origin parameter_storage_class server shallow trusted_hosts
        user_agent_class want_form_data_parsed
        """,
    ),
    "`request.args`, `form`, `values`, `cookies`, `files`": (
        "They are read only, so they do not have methods that change them.",
        """
        add deepcopy listvalues popitemlist poplist setlist setlistdefault
        """,
    ),
    "`request.user_agent`": (
        "In Werkzeug these are None, because it does not recognize browsers any more. `string` has the whole text.",
        """
        browser language platform to_header version
        """,
    ),
    "`request.authorization`": (
        "Use `type`, `username`, `password` and `token`.",
        """
        from_header get parameters to_header
        """,
    ),
    "`request.headers`": (
        "They are read only.",
        """
        add add_header clear copy extend get_all insert pop popitem remove set setdefault setlist setlistdefault
        to_wsgi_list update
        """,
    ),
    "`request.accept_mimetypes`, `accept_languages`": (
        "Use `best_match`.",
        """
        accept_html accept_json accept_xhtml append clear copy extend find insert pop provided remove reverse sort
        to_header values
        """,
    ),
    "`request.if_match`, `if_none_match`": (
        "Use `in` to look for a tag.",
        """
        as_set contains contains_raw contains_weak is_strong is_weak star_tag to_header
        """,
    ),
    "`request.if_range`": (
        "It is the text of the header. `send_file` reads it.",
        """
        date to_header
        """,
    ),
    "`request.range`": (
        "`send_file` reads it and sends the range.",
        """
        make_content_range to_content_range_header to_header
        """,
    ),
    "`request.cache_control`": (
        "It is a view of the header, and not a dict.",
        """
        cache_property clear fromkeys get items keys on_update pop popitem provided setdefault to_header update
        values
        """,
    ),
    "`Response`": (
        "Set a header in `response.headers`. The other names are internal steps of Werkzeug.",
        """
        autocorrect_location_header automatically_set_content_length calculate_content_length
        force_type freeze from_app get_app_iter get_wsgi_headers get_wsgi_response
        implicit_sequence_conversion is_sequence iter_encoded json_module make_sequence max_cookie_size stream
        """,
    ),
    "`Response.headers`": (
        "These names are other spellings of methods that exist here.",
        """
        add_header copy get_all setlistdefault to_wsgi_list
        """,
    ),
    "`Response.vary`, `allow` and other lists of words": (
        "Use `list(response.vary)` for positions, and `set(response.vary)` for a set.",
        """
        as_set find index on_update
        """,
    ),
    "`Response.cache_control`": (
        "It is a view of the header, and not a dict. You can set an attribute that it does not know, but it is not sent.",
        """
        cache_property clear fromkeys get immutable items keys must_understand on_update pop popitem provided
        setdefault to_header update values
        """,
    ),
    "`Response.content_range`": (
        "It is None until the header is set, for example in `response.headers`.",
        """
        length on_update set start stop to_header units unset
        """,
    ),
    "`Response.www_authenticate`": (
        "It is None until you set it to a text.",
        """
        from_header get parameters to_header token type
        """,
    ),
    "`Response.content_security_policy`": (
        "It is None until you set it to a text.",
        """
        base_uri child_src clear connect_src copy default_src font_src form_action frame_ancestors frame_src
        fromkeys get img_src items keys manifest_src media_src navigate_to object_src on_update plugin_types pop
        popitem prefetch_src provided report_to report_uri sandbox script_src script_src_attr script_src_elem
        setdefault style_src style_src_attr style_src_elem to_header update values worker_src
        """,
    ),
    "`session`": (
        "Flask uses it to notice a change.",
        """
        on_update
        """,
    ),
    "`App.session_interface`": (
        "The settings of the cookie are in `App.config`. The other names are internal steps of Flask.",
        """
        digest_method get_cookie_domain get_cookie_httponly get_cookie_name get_cookie_partitioned get_cookie_path
        get_cookie_samesite get_cookie_secure get_expiration_time key_derivation pickle_based serializer
        should_set_cookie
        """,
    ),
    "The test client": (
        "The client has the methods that tests use most.",
        """
        allow_subdomain_redirects preserve_context resolve_redirect response_wrapper run_wsgi_app trace
        """,
    ),
    "A cookie of the test client": (
        "It has the values that decide where it is sent. The other values are in the Set-Cookie header of the response.",
        """
        decoded_key expires http_only max_age same_site secure
        """,
    ),
    "HTTP errors": (
        "This name is an internal step of Werkzeug.",
        """
        get_description
        """,
    ),
}


def names_of(thing: Any) -> set[str]:
    """Return the public names of an object; of a view of keys, the keys; of a package, what is its own."""
    if isinstance(thing, KeysView):
        return set(thing)
    names = {name for name in dir(thing) if not name.startswith("_")}
    return {name for name in names if is_own(getattr(thing, name))} if isinstance(thing, ModuleType) else names


def is_own(value: Any) -> bool:
    """Return whether a value of a package is neither a module, which each project cuts its own way, nor a mark of the language."""
    return not isinstance(value, (ModuleType, type(__future__.annotations)))
