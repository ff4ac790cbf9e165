"""WSGI applications in a thread, and a client for what is on this machine."""

from __future__ import annotations

import socket
from threading import Thread
from typing import TYPE_CHECKING, Any
from wsgiref.types import WSGIApplication

from common.ops.local.parts import Part, PartDied
from common.ops.local.places import HOST

if TYPE_CHECKING:
    from requests import Session
    from werkzeug.serving import BaseWSGIServer

_POLL_SECONDS = 0.05


class HttpServer(Part):
    """Serves `app` on `port` (0: one of the system's choice) of the loopback address, a thread for each request.

    A port keeps its number over `stop()` and `start()`. Raises PartDied when somebody else has it.
    """

    def __init__(self, name: str, app: WSGIApplication, port: int = 0) -> None:
        self.name, self.port = name, port
        self._app = app
        self._server: BaseWSGIServer | None = None
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        from werkzeug.serving import make_server

        # werkzeug ends the whole program when it cannot bind: so the socket is ours.
        with self._listen() as listening:
            self.port = listening.getsockname()[1]
            self._server = make_server(
                HOST, self.port, self._app, threaded=True, request_handler=_quiet_handler(), fd=listening.fileno()
            )
        serve: Any = self._server.serve_forever
        self._thread = Thread(target=serve, args=(_POLL_SECONDS,), name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        server, self._server = self._server, None
        if server is not None and self._thread is not None:
            server.shutdown()
            self._thread.join()

    def _listen(self) -> socket.socket:
        try:
            return socket.create_server((HOST, self.port), backlog=128)
        except OSError as refused:
            raise PartDied(f"{self.name} did not start: port {self.port} is in use") from refused


def _quiet_handler() -> Any:
    from werkzeug.serving import WSGIRequestHandler

    class Quiet(WSGIRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Requests are not news here."""

    return Quiet


def loopback_client() -> Session:
    """An HTTP client that asks no proxy, whatever the environment says."""
    from requests import Session

    client = Session()
    client.trust_env = False
    return client
