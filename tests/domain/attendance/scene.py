"""One aslab with a running contract, and what they send in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from common.domain.attendance import queries
from common.domain.attendance.tables import attendances
from common.domain.uploads.tables import Purpose, UploadState
from common.platform.auth import Actor, Role
from tests import factories as make
from tests.bystanders import own


@dataclass(frozen=True)
class Scene:
    student: Any
    teacher: Any
    contract: Any

    @property
    def aslab(self) -> Actor:
        return make.as_actor(self.student, Role.ASLAB)

    @property
    def lecturer(self) -> Actor:
        return make.as_actor(self.teacher)


def scene(db: Connection, *, student: Any = None, teacher: Any = None, **contract: Any) -> Scene:
    student, teacher = student or make.student(db), teacher or make.lecturer(db)
    return Scene(
        student, teacher, make.contract(db, student=student, lecturer=teacher, admin=make.admin(db), **contract)
    )


def photo(db: Connection, of: Scene, **values: Any) -> Any:
    """A photo that was inspected and kept."""
    return make.upload(db, of.student, Purpose.PHOTO, **values)


def awaited_photo(db: Connection, of: Scene, **values: Any) -> Any:
    """A photo that was announced and has not come yet."""
    not_judged = {"state": UploadState.AWAITED, "stored_object": None, "sha256": None, "judged_at": None}
    return photo(db, of, **not_judged | values)


def form(db: Connection, of: Scene, **changed: Any) -> dict[str, Any]:
    """What the schema makes of a complete form."""
    empty = {"day": None, "late_reason": None, "taken_at": None}
    filled = empty | {"activity": "Mendampingi praktikum modul 3"} | changed
    return filled if "upload_id" in filled else filled | {"upload_id": photo(db, of).id}


def saved(db: Connection) -> list[Any]:
    return list(db.execute(own(attendances).order_by(attendances.c.day)).all())


def to_verify(db: Connection, lecturer: Actor, **asked: Any) -> Any:
    """A page of what a lecturer verifies, as it is sent: ids and days are texts."""
    narrower = dict.fromkeys(("state", "contract_id", "since", "until", "after")) | {"limit": 25} | asked
    return json.loads(queries.to_verify(db, lecturer, **narrower))
