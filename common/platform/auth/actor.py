"""The one who acts, and in which role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID


class Role(StrEnum):
    STUDENT = "mahasiswa"
    LECTURER = "dosen"
    ADMIN = "admin"
    ASLAB = "aslab"
    # The owner of the session has two roles and has not chosen yet.
    UNDECIDED = "belum_memilih"


# In place of a role: one who is not signed in, and what happens by itself.
NOBODY: Final = "publik"
SYSTEM: Final = "sistem"

PUBLIC: Final[frozenset[Role]] = frozenset()
"""Declared aloud by an endpoint that asks nobody who he is."""

ANY_ROLE: Final[frozenset[Role]] = frozenset({Role.STUDENT, Role.LECTURER, Role.ADMIN, Role.ASLAB})

ANY_SESSION: Final[frozenset[Role]] = frozenset(Role)
"""Also one whose owner has still to choose a role."""


@dataclass(frozen=True)
class Actor:
    """Who does something, for decisions and for the audit log; `id` is None for the public and for the system."""

    id: UUID | None
    role: str
    name: str = ""
    number: str = ""
    session_id: UUID | None = None
    ip: str = ""
    request_id: str = ""

    @property
    def person_id(self) -> UUID:
        """The id of a signed-in person; asking it of the public is a fault in the program."""
        if self.id is None:
            raise LookupError(f"{self.role} is not a person")
        return self.id

    @classmethod
    def public(cls, ip: str = "", request_id: str = "") -> Actor:
        return cls(id=None, role=NOBODY, ip=ip, request_id=request_id)

    @classmethod
    def system(cls, request_id: str = "") -> Actor:
        return cls(id=None, role=SYSTEM, request_id=request_id)
