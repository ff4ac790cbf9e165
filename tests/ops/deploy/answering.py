"""What answers at a deployed address, and as the registry of builders."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from typing import Any


class Site(BaseHTTPRequestHandler):
    """Answers as the server's `statuses` say, else 200."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        usual = 401 if self.headers.get("Authorization") == "Bearer none" else 200
        self.send_response(self.server.statuses.get(self.path, usual))  # type: ignore[attr-defined]
        self.send_header("Access-Control-Allow-Origin", f"http://{self.headers['Host']}")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Docker-Content-Digest", self.server.builder)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass
