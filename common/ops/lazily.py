"""Constants that come out of files, for modules whose import opens none."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar, cast

from werkzeug.local import LocalProxy

T = TypeVar("T")


def lazily(make: Callable[[], T]) -> T:
    """What `make` gives, made at the first use: importing a module opens no file."""
    return cast("T", LocalProxy(cache(make)))
