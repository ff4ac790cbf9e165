"""Modules that load when something of them is first used, for libraries that import what seldom serves them."""

from __future__ import annotations

import sys
from importlib import import_module
from threading import Lock
from types import ModuleType
from typing import Any

_taking_away = Lock()


def load_later(name: str, **given: Any) -> None:
    """Let `import name` load nothing yet, unless it is loaded already; `given` are names that are taken at once."""
    if name not in sys.modules:
        sys.modules[name] = _Later(name, given)


def loaded(name: str) -> ModuleType:
    """The module itself."""
    with _taking_away:
        if isinstance(sys.modules.get(name), _Later):
            del sys.modules[name]
    return import_module(name)


class _Later(ModuleType):
    """Stands for a module in `sys.modules`, until it is asked for a name that it was not given."""

    def __init__(self, name: str, given: dict[str, Any]) -> None:
        super().__init__(name)
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> Any:
        # What is asked for by the import system itself is no use of the module.
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(loaded(self.__name__), name)
