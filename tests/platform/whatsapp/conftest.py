"""A small HTTP server on loopback that answers as a provider does."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest


@dataclass
class Provider:
    """What it was asked, and what it answers: `body` as JSON, or to the letter when it is bytes."""

    url: str = ""
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)

    def answers(self, status: int, body: Any = b"", **headers: str) -> None:
        self.status, self.body, self.headers = status, body, headers


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider: Provider

    def do_POST(self) -> None:
        here = self.provider
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        here.asked.append((self.path, dict(self.headers), sent))
        time.sleep(here.delay)
        body = here.body if isinstance(here.body, bytes) else json.dumps(here.body).encode()
        self.send_response(here.status)
        for name, value in {**here.headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(BrokenPipeError):  # the client waited long enough
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[Provider]:
    here = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": here}))
    here.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield here
    server.shutdown()
    thread.join()
    server.server_close()
