"""The portal's static files, as the bucket and the load balancer before it serve them."""

from __future__ import annotations

import gzip
import io
import mimetypes
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIEnvironment

from common.contract.site_headers import security_headers

if TYPE_CHECKING:
    from werkzeug.wrappers import Request, Response

_INDEX = "index.html"
# Files whose name holds a hash of their content never change; everything else is asked for again each time.
_HASHED = "assets/"
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"

# What systems disagree about, or do not know.
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_SHRINK = ("text/", "image/svg+xml", "application/json", "application/manifest+json")
_WORTH_SHRINKING_BYTES = 1024


class Site:
    """A WSGI application that serves `folder`; an address without an extension is a page of the portal."""

    def __init__(self, folder: Path, storage: str = "") -> None:
        self._folder, self._headers = folder.resolve(), security_headers(storage)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        from werkzeug.wrappers import Request

        response = self._answer(Request(environ))
        response.headers.update(self._headers)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        from werkzeug.wrappers import Response

        if request.method not in ("GET", "HEAD"):
            return Response("Method not allowed\n", 405, headers={"Allow": "GET, HEAD"})
        name = self._file_for(request.path.lstrip("/"))
        if name is None:
            return Response("Not found\n", 404, headers={"Cache-Control": _ASK_AGAIN})
        return file_answer(self._folder, name, request)

    def _file_for(self, path: str) -> str | None:
        """The name of the file under the folder, or None. A page that does not exist is the portal's to tell."""
        from werkzeug.security import safe_join

        found = safe_join(str(self._folder), path or _INDEX)
        if found is None or "\0" in path:
            return None
        if Path(found).is_file():
            return path or _INDEX
        is_page = not Path(path).suffix and (self._folder / _INDEX).is_file()
        return _INDEX if is_page else None


def file_answer(folder: Path, name: str, request: Request) -> Response:
    """With an ETag, by ranges where asked, and shrunk where that pays."""
    from werkzeug.utils import send_file

    path = folder / name
    content, encoding = _content(path, request)
    response = send_file(
        io.BytesIO(content),
        request.environ,
        mimetype=_type_of(path),
        last_modified=path.stat().st_mtime,
        etag=f"{path.stat().st_mtime_ns:x}-{len(content):x}",
    )
    response.headers["Cache-Control"] = _FOREVER if name.startswith(_HASHED) else _ASK_AGAIN
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _content(path: Path, request: Request) -> tuple[bytes, str]:
    """What is sent of the file, and its encoding: as the build compressed it, else shrunk here.

    A range is always one of the file itself.
    """
    if "Range" in request.headers:
        return path.read_bytes(), ""
    wanted = request.accept_encodings
    compressed = path.with_name(path.name + ".br")
    if wanted.quality("br") > 0 and compressed.is_file():
        return compressed.read_bytes(), "br"
    large = path.stat().st_size >= _WORTH_SHRINKING_BYTES
    if large and wanted.quality("gzip") > 0 and _type_of(path).startswith(_SHRINK):
        return _shrunk(path, path.stat().st_mtime_ns), "gzip"
    return path.read_bytes(), ""


@lru_cache(maxsize=256)
def _shrunk(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


def _type_of(path: Path) -> str:
    return _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
