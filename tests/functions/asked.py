"""Started in a fresh Python: asks one function, in this process, and prints what it had to load.

    asked.py CHECKOUT MODULE     with a list of requests, as JSON, on stdin

Writes `{"answers": [[status, modules loaded by then], ...], "untyped": [columns of no known type]}` to stdout.
"""

from __future__ import annotations

import json
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

HEAVY = ("grpc", "aiohttp", "sqlalchemy.orm", "reportlab", "PIL", "pi_heif")
# A namespace, and what the functions framework itself puts there.
_THE_FRAMEWORK = {"google.cloud", "google.cloud.functions", "google.cloud.functions_v1"}


def heavy() -> list[str]:
    """The heavy packages among the loaded modules, and what of google.cloud is there."""
    of_google = {".".join(name.split(".")[:3]) for name in sys.modules if name.startswith("google.cloud.")}
    return sorted((of_google - _THE_FRAMEWORK) | {name for name in HEAVY if name in sys.modules})


def main(checkout: str, module: str) -> None:
    sys.path.insert(0, checkout)
    import_module(module)
    asked = json.load(sys.stdin)
    json.dump({"answers": answers(module, asked) if asked else [], "untyped": untyped()}, sys.__stdout__)


def answers(module: str, asked: list[dict[str, Any]]) -> list[Any]:
    from functions_framework import create_app

    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder) / "main.py"
        start.write_text(f"from {module} import entry\n")
        client = create_app("entry", str(start)).test_client()
    return [[client.open(one.pop("path"), **one).status_code, heavy()] for one in asked]


def untyped() -> list[str]:
    """Columns that point to a table which this function does not know, and so have no type."""
    from sqlalchemy.types import NullType

    from common.platform.db import metadata

    columns = [column for table in metadata.tables.values() for column in table.columns]
    return sorted(str(column) for column in columns if isinstance(column.type, NullType))


if __name__ == "__main__":
    main(*sys.argv[1:])
