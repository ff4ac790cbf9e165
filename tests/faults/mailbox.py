"""A mail server that keeps nothing but to whom each mail went: for many thousands of them."""

from __future__ import annotations

import socketserver
from threading import Thread
from typing import Self

from common.ops.local.places import HOST, free_port


class _Conversation(socketserver.StreamRequestHandler):
    """RFC 5321 as far as the product needs it, without extensions."""

    server: Mailbox

    def handle(self) -> None:
        self._say("220 localhost")
        recipient = ""
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            if command == b"DATA":
                self._say("354 go on")
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    pass
                if line:
                    self.server.arrived.append(recipient)
            self._say("221 bye" if command == b"QUIT" else "250 OK")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Mailbox(socketserver.ThreadingTCPServer):
    """Out of reach until it is entered."""

    daemon_threads = True

    def __init__(self) -> None:
        self.port, self.arrived = free_port(), list[str]()
        super().__init__((HOST, self.port), _Conversation, bind_and_activate=False)

    def __enter__(self) -> Self:
        self.server_bind()
        self.server_activate()
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def environment(self) -> dict[str, str]:
        return {"SMTP_HOST": HOST, "SMTP_PORT": str(self.port)}
