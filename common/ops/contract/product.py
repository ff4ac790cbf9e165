"""Name and version of the product, as every generated document says them."""

from __future__ import annotations

import tomllib
from functools import cache

from common.ops.checkout import CHECKOUT

TITLE = "SI-Aslab"


@cache
def version() -> str:
    """The version that `pyproject.toml` gives."""
    found = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return str(found)
