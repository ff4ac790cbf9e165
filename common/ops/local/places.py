"""Where the local parts keep their data, and which ports are free for them."""

from __future__ import annotations

import json
import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.ops.checkout import CHECKOUT

HOST = "127.0.0.1"

# Below the ports that systems give to outgoing connections (from 32768 on Linux, 49152 on macOS): none of them takes a
# port between the moment it is found and the moment it is used.
_FIRST_PORT, _LAST_PORT = 18000, 31999


@dataclass(frozen=True)
class Places:
    """The folder of one set of parts. Sets that run at the same time need a folder each."""

    root: Path = CHECKOUT / ".local"

    def folder(self, name: str) -> Path:
        """`root`/`name`, made when it is missing."""
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def log(self, part: str) -> Path:
        return self.folder("logs") / f"{part}.log"


def write_whole(file: Path, content: bytes, mode: int = 0o644) -> None:
    """Aside and renamed: whoever comes when this was cut short finds the whole file or none."""
    fresh = file.with_suffix(f".{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(content)
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def read_whole(file: Path) -> Any:
    """The JSON in it; None when there is no such file, or only a part of one."""
    try:
        return json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def port_is_busy(port: int, host: str = HOST) -> bool:
    """Whether somebody listens on `port` of `host` already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Without this a port whose last server has just ended looks busy for a minute (TIME_WAIT).
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def free_port(host: str = HOST) -> int:
    """A port nobody listens on.

    It is drawn by the system's own randomness: test workers that seed `random` alike would all draw the same one.
    """
    for _ in range(1000):
        port = _FIRST_PORT + secrets.randbelow(_LAST_PORT - _FIRST_PORT + 1)
        if not port_is_busy(port, host):
            return port
    raise OSError(f"no free port on {host} between {_FIRST_PORT} and {_LAST_PORT}")
