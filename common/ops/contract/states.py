"""The state tables as diagrams, for whoever reads the documents."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from common.platform.states import StateTable

PAGE = Path("common/docs/states.md")
_DOMAIN = "common.domain"
_HEAD = """\
# States

Written by `make contract` from the state tables in `common/domain/<noun>/states.py`: who may take which step.
A step that is not drawn is refused. The words are those of the database and of the API.
"""


def page() -> str:
    return "\n".join([_HEAD, *(_diagram(name, table) for name, table in state_tables())])


def state_tables() -> Iterator[tuple[str, StateTable]]:
    """Each with its name, by the noun that it belongs to."""
    for noun in iter_modules(import_module(_DOMAIN).__path__, f"{_DOMAIN}."):
        if any(module.name == "states" for module in iter_modules(import_module(noun.name).__path__)):
            found = vars(import_module(f"{noun.name}.states")).items()
            yield from ((name, value) for name, value in found if isinstance(value, StateTable))


def _diagram(name: str, table: StateTable) -> str:
    steps = (f"    {old!s} --> {new!s}: {', '.join(sorted(takers))}" for (old, new), takers in table.moves.items())
    return "\n".join([f"## {name.capitalize()}", "", "```mermaid", "stateDiagram-v2", *steps, "```", ""])
