"""The pages of shared vacancies, as the load balancer answers for them: from the site's bucket, else the portal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from common.domain.recruitment.share_tasks import FOLDER
from common.ops.static_site import ASK_AGAIN, own_sources, security_headers
from common.platform.settings import settings
from common.platform.storage import NoSuchObject, storage

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

SHARED = "/" + FOLDER.rstrip("/")


class SharedPages:
    """A WSGI application; `portal` answers for what is not in the bucket."""

    def __init__(self, portal: WSGIApplication) -> None:
        self._portal, self._headers = portal, security_headers(own_sources())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["SCRIPT_NAME"] + environ["PATH_INFO"]
        try:
            response = self._answer(path.lstrip("/"))
        except NoSuchObject:
            return self._portal({**environ, "SCRIPT_NAME": "", "PATH_INFO": path}, start_response)
        return response(environ, start_response)

    def _answer(self, name: str) -> Response:
        from werkzeug.wrappers import Response

        data = storage().read(settings().site_bucket, name)
        kind = "image/jpeg" if PurePosixPath(name).suffix == ".jpg" else "text/html; charset=utf-8"
        return Response(data, content_type=kind, headers={"Cache-Control": ASK_AGAIN, **self._headers})
