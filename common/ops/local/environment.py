"""One process that is a whole cloud: its settings change when its parts get their addresses."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from common.ops.local.places import read_whole, write_whole
from common.platform.auth.keys import new_key, public_half
from common.platform.db import engine
from common.platform.live import live


def apply(environment: Mapping[str, str]) -> None:
    """Put `environment` in force: settings, engine, keys and clients are made anew when they are next asked for."""
    let_go()
    os.environ.update(environment)
    for name, module in list(sys.modules.items()):
        if name.startswith("common."):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()


def let_go() -> None:
    """Close the connections that this process has open."""
    if engine.cache_info().currsize:
        engine().dispose()
    if live.cache_info().currsize:
        live().close()


def keys(file: Path) -> dict[str, str]:
    """The settings with this campus's signing keys, made once and kept in `file`; the second one is for rotation."""
    private = read_whole(file)
    if private is None:
        private = {"keys": [new_key("lokal-1"), new_key("lokal-2")]}
        write_whole(file, json.dumps(private).encode(), mode=0o600)
    return {"SIGNING_KEYS": json.dumps(private), "PUBLIC_KEYS": json.dumps(public_half(private))}
