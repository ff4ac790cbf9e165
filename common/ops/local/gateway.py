"""API Gateway on one machine: it knows the API by the generated document alone, and refuses as the real one does.

The real one is Envoy with Google's filters (ESPv2); statuses, sentences and the treatment of headers are theirs. Its
own refusals are `{"code": ..., "message": ...}`: a missing or expired token never comes to a function.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from common.ops.contract.gateway import SESSION, filled
from common.ops.local.docs_page import DESCRIPTION, DOCS, DocsPage
from common.ops.local.gateway_tokens import Refused, Tokens
from common.ops.local.host import FunctionHost
from common.ops.local.routes import Operation, Routes, UnknownMethod, UnknownPath
from common.ops.local.shared_pages import SHARED, SharedPages
from common.ops.local.site import Site
from common.ops.static_site import own_sources
from common.platform.settings import settings

if TYPE_CHECKING:
    from werkzeug.wrappers import Request, Response

API, OWN = "/v1", "/_local"
_LARGEST_BYTES = 32 * 1024 * 1024
_HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}


class Gateway:
    """One address for everything: `/v1` by `document`, the docs page, `mounts` (`/_local/...`), and else the site.

    `document` is the generated template: issuer and audience come from the settings, and the address of a function is
    its name in `host`. `jwks` gives the public key set; it is asked again after two seconds, so that keys may rotate.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        host: FunctionHost,
        jwks: Callable[[], Mapping[str, Any]],
        site: Path,
        mounts: Mapping[str, WSGIApplication] | None = None,
    ) -> None:
        from werkzeug.middleware.dispatcher import DispatcherMiddleware

        complete = filled(document, _Values())
        self._routes, self._host = Routes(complete), host
        self._tokens = Tokens(complete["securityDefinitions"][SESSION], jwks)
        docs, portal = DocsPage(), Site(site, own_sources())
        own: dict[str, WSGIApplication] = {
            API: self._api,
            DOCS: docs,
            DESCRIPTION: docs,
            OWN: _nothing,
            SHARED: SharedPages(portal),
            **(mounts or {}),
        }
        self._app = DispatcherMiddleware(portal, own)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._app(environ, start_response)

    def _api(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        from werkzeug.wrappers import Request

        request = Request(environ)
        request.max_content_length = _LARGEST_BYTES
        try:
            response = self._answer(request)
        except Refused as refusal:
            response = refusal.response(request.base_url)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        operation = self._find(request)
        payload = self._tokens.check(request) if operation.secured else None
        forwarded = _forwarded(request, operation, payload)
        return _within(operation.deadline, lambda: self._ask(operation.address, forwarded))

    def _find(self, request: Request) -> Operation:
        try:
            return self._routes.find(request.method, _raw_path(request))
        except UnknownPath:
            raise Refused(404, "The current request is not defined by this API.") from None
        except UnknownMethod as known:
            message = f'The current request is matched to the defined url template "{known}" but its http method'
            raise Refused(405, f"{message} is not allowed") from None

    def _ask(self, function: str, environ: WSGIEnvironment) -> Response:
        from werkzeug.test import run_wsgi_app
        from werkzeug.wrappers import Response

        def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            return self._host.call(function, environ, start_response)

        content, status, headers = run_wsgi_app(app, environ, buffered=True)
        kept = [(name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP]
        return Response(content, status, headers=kept)


class _Values(dict[str, str]):
    """What fills the template here; every other placeholder is a function, which goes by its own name."""

    def __init__(self) -> None:
        super().__init__(issuer=settings().token_issuer, audience=settings().token_audience, jwks_uri="")

    def __missing__(self, name: str) -> str:
        return name


def _forwarded(request: Request, operation: Operation, payload: Mapping[str, Any] | None) -> WSGIEnvironment:
    """The request as the function gets it: the gateway's own token in Authorization, the caller's beside it.

    What a client says in `X-Forwarded-Authorization` or `X-Apigateway-Api-Userinfo` is replaced where the gateway has
    something to put there; on a public route nobody promises that it is taken away, so here it stays.
    """
    body = _body(request)
    dropped = {_variable(name) for name in (*_HOP_BY_HOP, *request.headers.get("Connection", "").split(","))}
    environ = {name: value for name, value in request.environ.items() if name not in dropped}
    if "HTTP_AUTHORIZATION" in environ:
        environ["HTTP_X_FORWARDED_AUTHORIZATION"] = environ["HTTP_AUTHORIZATION"]
    environ["HTTP_AUTHORIZATION"] = f"Bearer gateway-to-{operation.address}"
    if payload is not None:
        environ["HTTP_X_APIGATEWAY_API_USERINFO"] = _userinfo(payload)
    hops = [request.headers.get("X-Forwarded-For", ""), request.remote_addr or ""]
    environ["HTTP_X_FORWARDED_FOR"] = ",".join(hop for hop in hops if hop)
    environ |= {"SCRIPT_NAME": "", "PATH_INFO": request.root_path + environ["PATH_INFO"]}
    return {**environ, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)), "wsgi.input_terminated": True}


def _body(request: Request) -> bytes:
    from werkzeug.exceptions import RequestEntityTooLarge

    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise Refused(413, "Payload Too Large") from None


def _variable(header: str) -> str:
    return "HTTP_" + header.strip().upper().replace("-", "_")


def _userinfo(payload: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")


def _raw_path(request: Request) -> str:
    """As it was sent, since `%2F` is no slash to the gateway; servers without it give the decoded one."""
    sent = request.environ.get("RAW_URI") or request.root_path + request.path
    return str(sent).partition("?")[0]


def _within(seconds: float, work: Callable[[], Response]) -> Response:
    """What `work` gives. Raises Refused 504 after `seconds`; the function goes on, and nobody hears its answer."""
    answer: Future[Response] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except Exception as fault:
            answer.set_exception(fault)

    Thread(target=run, daemon=True).start()
    try:
        return answer.result(seconds)
    except TimeoutError:
        raise Refused(504, "upstream request timeout") from None


def _nothing(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    from werkzeug.wrappers import Response

    return Response("Not found\n", 404)(environ, start_response)
