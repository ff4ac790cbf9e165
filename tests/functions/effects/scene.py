"""The people of all scenes, and what a single scene consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from common.domain.notifications.states import Channel, MessageState
from common.domain.notifications.tables import messages
from common.platform import clock
from common.platform.auth import Role
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal, operations
from tests.functions import bodies


@dataclass(frozen=True)
class Cast:
    """One person of each role, signed in once for all scenes; `colleague` is another lecturer."""

    portal: Portal
    student: Any
    lecturer: Any
    admin: Any
    aslab: Any
    colleague: Any
    views: dict[str, Portal]

    def names(self) -> dict[str, str]:
        by_name = {
            "mahasiswa": self.student,
            "dosen": self.lecturer,
            "admin": self.admin,
            "aslab": self.aslab,
            "colleague": self.colleague,
        }
        return {key: name for name, row in by_name.items() for key in addresses(row)}


@dataclass(frozen=True)
class Scene:
    """One call, with `names` for the ids and addresses of what leads to it.

    `after` gives further lines about the state of things, beside the traces that are always looked at.
    """

    by: Portal
    path: dict[str, Any] = field(default_factory=dict)
    json: Any = None
    names: dict[str, str] = field(default_factory=dict)
    expect: int | None = None
    after: Callable[[], list[str]] = list


def gather(portal: Portal) -> Cast:
    student, aslab = portal.new(Role.STUDENT), portal.new(Role.STUDENT)
    lecturer, colleague, admin = portal.new(Role.LECTURER), portal.new(Role.LECTURER), portal.new(Role.ADMIN)
    with transaction() as db:
        make.contract(db, student=aslab, lecturer=lecturer, admin=admin)
    views = {
        "mahasiswa": portal.as_(student),
        "dosen": portal.as_(lecturer),
        "admin": portal.as_(admin),
        "aslab": portal.as_(aslab, Role.ASLAB),
    }
    return Cast(portal, student, lecturer, admin, aslab, colleague, views)


def addresses(person: Any) -> tuple[str, ...]:
    """Whatever a message or a line may name the person by."""
    return tuple(str(key) for key in (person.id, person.email, person.whatsapp) if key)


def named(**rows: Any) -> dict[str, str]:
    """Names for rows by their ids; people are known by their addresses too."""
    known: dict[str, str] = {}
    for name, row in rows.items():
        keys = addresses(row) if hasattr(row, "whatsapp") and hasattr(row, "number") else (str(row.id),)
        known |= dict.fromkeys(keys, name.replace("_", " "))
    return known


def queued(db: Any, to: Any, **values: Any) -> Any:
    """A message that nobody has delivered."""
    row = {
        "event": f"application_accepted:{uuid4()}",
        "channel": Channel.EMAIL,
        "recipient": to.email,
        "person_id": to.id,
        "kind": "application_accepted",
        "language": "id",
        "data": {"name": to.name, "course": "Basis Data", "lecturer": "Dr. Ratna"},
        "state": MessageState.QUEUED,
        "created_at": clock.now(),
        "next_at": clock.now(),
    }
    return make.insert(db, messages, **row | values)


def form(operation: str, **values: Any) -> dict[str, Any]:
    """A body that is right in form, with these values."""
    return (bodies.valid(operations()[operation]) or {}) | values
