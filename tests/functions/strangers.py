"""One person of each role, and a chain of rows that belongs to somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from common.domain.people.tables import sessions
from common.http.declare import Endpoint
from common.platform import clock
from common.platform.auth import Role
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal

ROLES = (Role.STUDENT, Role.LECTURER, Role.ADMIN, Role.ASLAB)


@dataclass(frozen=True)
class World:
    """`views` are signed-in people by role, `people` their rows; `theirs` maps a path parameter to a row of others."""

    portal: Portal
    people: dict[Role, Any]
    views: dict[Role, Portal]
    theirs: dict[str, Any]

    def path_of(self, endpoint: Endpoint) -> dict[str, Any]:
        return {name: self.theirs[name] for name in endpoint.parameters}


def build(portal: Portal) -> World:
    student, lecturer, admin = (portal.new(role) for role in ("mahasiswa", "dosen", "admin"))
    aslab = portal.new("mahasiswa")
    with transaction() as db:
        make.contract(db, student=aslab, lecturer=lecturer, admin=admin)
    people = {Role.STUDENT: student, Role.LECTURER: lecturer, Role.ADMIN: admin, Role.ASLAB: aslab}
    views = {role: portal.as_(person, role) for role, person in people.items()}
    # An aslab is a student too: before one of the two is chosen, a session is in neither.
    people[Role.UNDECIDED], views[Role.UNDECIDED] = aslab, portal.as_(aslab)
    return World(portal, people, views, _theirs(portal))


def _theirs(portal: Portal) -> dict[str, Any]:
    owner, teacher, admin = portal.new("mahasiswa"), portal.new("dosen"), portal.new("admin")
    with transaction() as db:
        contract = make.contract(db, student=owner, lecturer=teacher, admin=admin)
        ended = make.contract(db, student=owner, lecturer=teacher, admin=admin, state="selesai", ended_at=clock.now())
        attendance = make.attendance(db, contract)
        upload = make.upload(db, owner)
        certificate = make.certificate(db, ended, admin)
        people_import = make.people_import(db, admin)
        announcement = make.announcement(db, admin)
        times = dict.fromkeys(("created_at", "used_at", "expires_at"), clock.now() + timedelta(hours=1))
        session = make.insert(db, sessions, person_id=owner.id, role=owner.role, **times)
    return {
        "vacancy_id": contract.vacancy_id,
        "application_id": contract.application_id,
        "contract_id": contract.id,
        "attendance_id": attendance.id,
        "upload_id": upload.id,
        "certificate_id": certificate.id,
        "user_id": owner.id,
        "import_id": people_import.id,
        "announcement_id": announcement.id,
        "session_id": session.id,
        "message_id": uuid4(),
        "period_id": uuid4(),
        "entry_id": uuid4(),
        "sheet_id": uuid4(),
        "export_id": uuid4(),
        "kind": "cv",
        "code": "TIDAK-ADA",
        "year": "2026",
    }
