"""State tables as data: which steps exist, and who may take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from common.platform.auth import Actor, Role
from common.platform.errors import Forbidden, IllegalMove

# A row's state is a plain string; a StrEnum is equal to it and has its hash.
Moves = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True)
class StateTable:
    """The steps of one noun's life; a step that is not written here does not exist."""

    moves: Moves

    def check(self, old: str, new: StrEnum, actor: Actor) -> None:
        """Raises IllegalMove for a step that does not exist, Forbidden for one that is somebody else's."""
        takers = self.moves.get((old, new))
        if takers is None:
            raise IllegalMove(old=old, new=str(new))
        if actor.role not in takers:
            raise Forbidden()


def by(*roles: Role | str) -> frozenset[str]:
    return frozenset(str(role) for role in roles)
