"""The storage address that browsers see: it lets through what is signed, and hands it to the bucket server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment
from xml.sax.saxutils import escape

from common.ops.local.account import Account
from common.ops.local.cors import Cors
from common.ops.local.policies import Form, check_form
from common.ops.local.serving import loopback_client
from common.ops.local.signatures import Verifier, signed_path
from common.ops.local.storage_errors import Refused, anonymous, malformed, no_such_bucket, no_such_object, wrong_size

if TYPE_CHECKING:
    from requests import Response as Reply
    from werkzeug.wrappers import Request, Response

_LARGEST_BYTES = 100 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_SECONDS = 60
_ASKED = ("Range", "If-Match", "If-None-Match", "If-Modified-Since")
_ANSWERED = (
    "Content-Type",
    "Content-Length",
    "Content-Range",
    "Accept-Ranges",
    "ETag",
    "Last-Modified",
    "Cache-Control",
)
_OVERRIDES = {"response-content-type": "Content-Type", "response-content-disposition": "Content-Disposition"}
_METHODS = ("GET", "HEAD", "PUT")
# The bucket server takes a PUT for an upload only when the URL looks signed.
_LOOKS_SIGNED = {"X-Goog-Algorithm": "checked"}


class Front:
    """A WSGI application before the bucket server at `storage`, whose own address is for the functions alone.

    Form uploads need a policy and every other request a link, signed by `account`; refusals are Cloud Storage's XML.
    """

    def __init__(self, storage: str, account: Account, cors: Cors | None = None) -> None:
        self._storage, self._cors = storage, cors or Cors()
        self._verifier = Verifier(account)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        from werkzeug.wrappers import Request

        request = Request(environ)
        request.max_content_length = _LARGEST_BYTES
        return self._respond(request)(environ, start_response)

    def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return self._cors.preflight(request)
        try:
            with request:  # closes the temporary files of a form
                response = self._answer(request)
        except Refused as refusal:
            response = refusal.response()
        self._cors.allow(request, response)
        return response

    def _answer(self, request: Request) -> Response:
        if request.method == "POST":
            return self._take_form(request)
        if request.method not in _METHODS:
            raise Refused(405, "MethodNotAllowed", "The method is not allowed here.")
        self._verifier.check_link(request)
        return self._take_object(request) if request.method == "PUT" else self._pass_on(request)

    def _take_form(self, request: Request) -> Response:
        """A form upload, by a policy that is checked against what really came."""
        from werkzeug.exceptions import RequestEntityTooLarge

        try:
            fields, file = _form(request)
        except RequestEntityTooLarge as large:
            raise wrong_size(request.content_length or 0, 0, _LARGEST_BYTES) from large
        # The client's library ends the address with a slash; a bucket has none in its name.
        bucket = request.path.strip("/")
        check_form(Form(bucket, fields, _size(file)), self._verifier)
        key = fields.get("key", "")
        if not key or "/" in bucket:
            raise malformed("The form names no key, or its address no bucket.")
        reply = self._store(f"/{quote(bucket)}/{quote(key)}", file, _described(fields))
        return _form_answer(request, fields, bucket, key, _etag(reply))

    def _take_object(self, request: Request) -> Response:
        from werkzeug.wrappers import Response

        size, bounds = request.content_length, request.headers.get("x-goog-content-length-range")
        if size is None:
            raise Refused(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
        _check_size(size, bounds or f"0,{_LARGEST_BYTES}")
        names = [name for name, _ in request.headers if name.lower().startswith("x-goog-meta-")]
        kept = {name: request.headers[name] for name in ("Content-Type", *names) if name in request.headers}
        reply = self._store(signed_path(request), request.get_data(), kept)
        return Response(status=200, headers={"ETag": _etag(reply)})

    def _store(self, path: str, content: bytes | IO[bytes], headers: Mapping[str, str]) -> Reply:
        with loopback_client() as client:
            reply = client.put(
                self._storage + path, params=_LOOKS_SIGNED, data=content, headers=headers, timeout=_SECONDS
            )
        if not reply.ok:
            raise no_such_bucket() if reply.status_code == 404 else malformed(reply.text)
        return reply

    def _pass_on(self, request: Request) -> Response:
        """A read, whose answer goes back as it comes, but for what the link itself overrides."""
        from werkzeug.wrappers import Response

        client = loopback_client()
        headers = {name: request.headers[name] for name in _ASKED if name in request.headers}
        reply = client.request(
            request.method,
            self._storage + signed_path(request),
            headers={**headers, "Accept-Encoding": "identity"},
            stream=True,
            timeout=_SECONDS,
        )
        if reply.status_code == 404:
            client.close()
            raise no_such_object()
        response = Response(_chunks(reply), reply.status_code, headers=_answered(request, reply))
        response.call_on_close(client.close)
        return response


def _form(request: Request) -> tuple[dict[str, str], IO[bytes]]:
    files = request.files.getlist("file")
    if len(files) != 1:
        if "policy" not in request.form:
            raise anonymous("storage.objects.create")
        raise malformed("The form holds no file, or more than one.")
    fields = {name.lower(): value for name, value in request.form.items()}
    if len(fields) != sum(len(values) for values in request.form.listvalues()):
        raise malformed("A field is in the form twice.")
    return fields, files[0].stream


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _check_size(size: int, bounds: str) -> None:
    try:
        least, most = (int(bound) for bound in bounds.split(","))
    except ValueError as wrong:
        raise malformed("x-goog-content-length-range is not of the form MIN,MAX.") from wrong
    if not least <= size <= most:
        raise wrong_size(size, least, most)


def _described(fields: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in fields.items() if name.startswith("x-goog-meta-")}
    return {"Content-Type": fields.get("content-type", "application/octet-stream"), **kept}


def _etag(reply: Reply) -> str:
    return f'"{reply.json().get("etag", "")}"'


def _form_answer(request: Request, fields: Mapping[str, str], bucket: str, key: str, etag: str) -> Response:
    from werkzeug.wrappers import Response

    location = f"{request.url_root.rstrip('/')}/{bucket}/{quote(key)}"
    headers = {"ETag": etag, "Location": location}
    if fields.get("success_action_status") != "201":
        return Response(status=200 if fields.get("success_action_status") == "200" else 204, headers=headers)
    named = {"Location": location, "Bucket": bucket, "Key": key, "ETag": etag}
    inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in named.items())
    body = f"<?xml version='1.0' encoding='UTF-8'?><PostResponse>{inside}</PostResponse>"
    return Response(body, 201, headers=headers, mimetype="application/xml")


def _answered(request: Request, reply: Reply) -> dict[str, str]:
    kept = {name: reply.headers[name] for name in _ANSWERED if name in reply.headers}
    asked = {header: request.args[name] for name, header in _OVERRIDES.items() if name in request.args}
    return {**kept, **asked}


def _chunks(reply: Reply) -> Iterator[bytes]:
    return iter(reply.raw.stream(_CHUNK_BYTES, decode_content=False))
