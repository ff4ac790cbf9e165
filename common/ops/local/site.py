"""The portal's static files, as the bucket and the load balancer before it serve them."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIEnvironment

from common.ops.static_site import (
    ASK_AGAIN,
    INDEX,
    NOWHERE,
    Sources,
    cache_control,
    compressed,
    security_headers,
    type_of,
)

if TYPE_CHECKING:
    from werkzeug.wrappers import Request, Response

_SHRINK = ("text/", "image/svg+xml", "application/json", "application/manifest+json")
_WORTH_SHRINKING_BYTES = 1024


class Site:
    """A WSGI application that serves `folder`; an address without an extension is a page of the portal."""

    def __init__(self, folder: Path, sources: Sources = NOWHERE) -> None:
        self._folder, self._headers = folder.resolve(), security_headers(sources)

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
            return Response("Not found\n", 404, headers={"Cache-Control": ASK_AGAIN})
        return file_answer(self._folder, name, request)

    def _file_for(self, path: str) -> str | None:
        """The name of the file under the folder, or None. For a page that does not exist the portal answers."""
        from werkzeug.security import safe_join

        found = safe_join(str(self._folder), path or INDEX)
        if found is None or "\0" in path:
            return None
        if Path(found).is_file():
            return path or INDEX
        is_page = not Path(path).suffix and (self._folder / INDEX).is_file()
        return INDEX if is_page else None


def file_answer(folder: Path, name: str, request: Request) -> Response:
    """With an ETag, by ranges where asked, and shrunk where that pays."""
    from werkzeug.utils import send_file

    path = folder / name
    content, encoding = _content(path, request)
    response = send_file(
        io.BytesIO(content),
        request.environ,
        mimetype=type_of(path),
        last_modified=path.stat().st_mtime,
        etag=f"{path.stat().st_mtime_ns:x}-{len(content):x}",
    )
    response.headers["Cache-Control"] = cache_control(name)
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
    if wanted.quality("br") > 0 and compressed(path).is_file():
        return compressed(path).read_bytes(), "br"
    large = path.stat().st_size >= _WORTH_SHRINKING_BYTES
    if large and wanted.quality("gzip") > 0 and type_of(path).startswith(_SHRINK):
        return _shrunk(path, path.stat().st_mtime_ns), "gzip"
    return path.read_bytes(), ""


@lru_cache(maxsize=256)
def _shrunk(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
