"""Modules that load when something of them is first used, or not at all, for libraries that import too much."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType
from typing import Any

_taking_away = Lock()


def load_later(name: str, load: Callable[[], ModuleType], **given: Any) -> None:
    """Let `import name` load nothing yet, unless it is loaded already.

    `load` imports it where the build can see that; `given` are names that are taken from it at once.
    """
    if name not in sys.modules:
        sys.modules[name] = _Later(name, load, given)


@contextmanager
def left_out(name: str) -> Iterator[None]:
    """`name` counts as not installed, for a library that is imported in here and uses it only where it is there."""
    there = sys.modules.get(name)
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.modules.pop(name, None)  # another thread may have been here
        if there is not None:
            sys.modules[name] = there


class _Later(ModuleType):
    """Stands for a module in `sys.modules`, until it is asked for a name that it was not given."""

    def __init__(self, name: str, load: Callable[[], ModuleType], given: dict[str, Any]) -> None:
        super().__init__(name)
        self._load = load
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> Any:
        # What is asked for by the import system itself is no use of the module.
        if name.startswith("__"):
            raise AttributeError(name)
        with _taking_away:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        return getattr(self._load(), name)
