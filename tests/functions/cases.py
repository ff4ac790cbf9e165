"""Cases are functions: each is named after the operation that it is about."""

from __future__ import annotations

from collections.abc import Callable
from inspect import isfunction
from types import ModuleType
from typing import Any

Case = Callable[..., Any]


def cases(*modules: ModuleType) -> dict[str, Case]:
    """The public functions that the modules define, by name."""
    found: dict[str, Case] = {}
    for module in modules:
        own = (thing for thing in vars(module).values() if getattr(thing, "__module__", "") == module.__name__)
        found |= {thing.__name__: thing for thing in own if isfunction(thing) and not thing.__name__.startswith("_")}
    return found
