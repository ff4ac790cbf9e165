"""The functions there are: one for each folder under `functions/`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from common.http.function import FUNCTIONS, Function
from common.ops.contract.rules import ContractBroken


def load_functions() -> dict[str, Function]:
    """Every function by its name, in the order of names. Imports each `functions/<name>/main.py`.

    Raises ContractBroken for one that does not end in `entry = serve(__name__)`.
    """
    return {name: _load(name) for name in _names()}


def _names() -> list[str]:
    folders = [Path(place) for place in import_module("functions").__path__]
    return sorted(main.parent.name for folder in folders for main in folder.glob("*/main.py"))


def _load(name: str) -> Function:
    module = import_module(f"functions.{name}.main")
    if module.__name__ not in FUNCTIONS or not hasattr(module, "entry"):
        raise ContractBroken([f"{name}: main.py does not end in `entry = serve(__name__)`"])
    return FUNCTIONS[module.__name__]
