"""A TCP proxy whose network can be made bad: silent, reset, refused or slow."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from enum import StrEnum
from typing import Self

from common.ops.local.places import HOST, free_port


class Network(StrEnum):
    """What happens to each byte."""

    GOOD = "good"
    SILENT = "silent"
    RESET = "reset"
    REFUSED = "refused"
    SLOW = "slow"


class Proxy:
    """Between a client and `target`; `network` may change at any time and holds for open connections as well."""

    def __init__(self, target: int, delay: float = 0.2) -> None:
        self.port, self.network = free_port(), Network.GOOD
        self._target, self._delay, self._open = target, delay, set[socket.socket]()
        self._door = socket.create_server((HOST, self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()
        self._cut()

    def turn(self, network: Network) -> None:
        """From now on; RESET and REFUSED end what is open."""
        self.network = network
        if network in (Network.RESET, Network.REFUSED):
            self._cut()

    def _cut(self) -> None:
        for one in list(self._open):
            with contextlib.suppress(OSError):
                # Closing without lingering sends a reset instead of an end.
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                one.shutdown(socket.SHUT_RD)
                one.close()
        self._open.clear()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._door.accept()
                if self.network in (Network.RESET, Network.REFUSED):
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    client.close()
                    continue
                server = socket.create_connection((HOST, self._target))
                self._open |= {client, server}
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if self.network is Network.SLOW:
                    time.sleep(self._delay)
                if self.network is not Network.SILENT:
                    other.sendall(data)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_WR)
