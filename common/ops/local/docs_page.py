"""`/v1/docs`: the API's description, readable and to try out, with every file from this machine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIEnvironment

from common.ops.checkout import CHECKOUT
from common.ops.contract.product import TITLE
from common.ops.local.site import file_answer
from common.ops.static_site import security_headers

if TYPE_CHECKING:
    from werkzeug.wrappers import Request, Response

DOCS, DESCRIPTION = "/v1/docs", "/v1/openapi.json"
_READABLE = f"{DOCS}/openapi.json"
_FROM_BUNDLE = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")

_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{TITLE}: API</title>
<link rel="icon" href="{DOCS}/favicon-32x32.png">
<link rel="stylesheet" href="{DOCS}/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="{DOCS}/swagger-ui-bundle.js"></script>
<script src="{DOCS}/start.js"></script>
</body>
</html>
"""

# A validator of its own would be asked for every description; it lives on another host.
_START = f"""SwaggerUIBundle({{
  url: "{_READABLE}",
  dom_id: "#page",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  validatorUrl: null,
  withCredentials: true,
}});
"""


class DocsPage:
    """A WSGI application for the page, what it needs, and the description itself at `/v1/openapi.json`."""

    def __init__(self, description: Path = CHECKOUT / "web" / "openapi.json") -> None:
        self._description = description

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        from werkzeug.wrappers import Request

        response = self._answer(Request(environ))
        response.headers.update(security_headers())
        response.headers["Cache-Control"] = "no-cache"
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        from werkzeug.wrappers import Response

        path = request.root_path + request.path.rstrip("/")
        if request.method not in ("GET", "HEAD"):
            return Response("Method not allowed\n", 405, headers={"Allow": "GET, HEAD"})
        if path.removeprefix(f"{DOCS}/") in _FROM_BUNDLE:
            return _bundled(path.removeprefix(f"{DOCS}/"), request)
        content = self._own(path)
        return Response(*content) if content else Response("Not found\n", 404)

    def _own(self, path: str) -> tuple[str, int, None, str] | None:
        if path == DOCS:
            return _PAGE, 200, None, "text/html"
        if path == f"{DOCS}/start.js":
            return _START, 200, None, "text/javascript"
        if path == DESCRIPTION:
            return self._description.read_text(encoding="utf-8"), 200, None, "application/json"
        if path == _READABLE:
            return json.dumps(as_3_0(self._read())), 200, None, "application/json"
        return None

    def _read(self) -> Any:
        return json.loads(self._description.read_text(encoding="utf-8"))


def _bundled(name: str, request: Request) -> Response:
    from swagger_ui_bundle import swagger_ui_path

    return file_answer(Path(str(swagger_ui_path)), name, request)


def as_3_0(description: dict[str, Any]) -> dict[str, Any]:
    """The description in OpenAPI 3.0, the newest that the bundled Swagger UI can show."""
    older: dict[str, Any] = _older(description)
    return {**older, "openapi": "3.0.3"}


def _older(value: Any) -> Any:
    if isinstance(value, list):
        return [_older(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {name: _older(inner) for name, inner in value.items()}
    return _one_type(_one_example(_without_null(found)))


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """`anyOf: [X, null]` as X that may be null."""
    among = schema.get("anyOf")
    if not isinstance(among, list) or {"type": "null"} not in among:
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**rest, "nullable": True, "allOf": [item for item in among if item != {"type": "null"}]}


def _one_example(schema: dict[str, Any]) -> dict[str, Any]:
    examples = schema.get("examples")
    if not isinstance(examples, list):
        return schema
    return {name: value for name, value in schema.items() if name != "examples"} | {"example": examples[0]}


def _one_type(schema: dict[str, Any]) -> dict[str, Any]:
    """A list of types: null is said apart, and of the others the first is shown."""
    types = schema.get("type")
    if not isinstance(types, list):
        return schema
    kinds = [kind for kind in types if kind != "null"]
    rest = {name: value for name, value in schema.items() if name != "type"}
    return {**rest, "type": kinds[0], **({"nullable": True} if "null" in types else {})}
