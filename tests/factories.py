"""Rows to start a scenario from. Each call makes somebody new; what a test cares about it names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from common.domain.announcements.tables import announcements
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import CRITERIA, aslab_accounts, contracts, evaluations
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances
from common.domain.certificates.tables import certificates
from common.domain.honorarium.tables import honorarium_sheets
from common.domain.imports.states import ImportState, LineKind
from common.domain.imports.tables import people_import_lines, people_import_pieces, people_imports
from common.domain.people.tables import NOTICE_VERSION, people
from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import academic_periods, applications, campus_calendar, criteria, vacancies
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.queue import fresh, tasks

_numbers = count(1)


def insert(db: Connection, table: Any, **values: Any) -> Any:
    return db.execute(table.insert().values(values).returning(table)).one()


def person(db: Connection, role: Role = Role.STUDENT, **values: Any) -> Any:
    n = next(_numbers)
    now = clock.now()
    row = {
        "number": f"30201{n:05d}",
        "name": f"Orang Ke-{n}",
        "role": role,
        "email": f"orang{n}@kampus.test",
        "whatsapp": f"+62812{n:08d}",
        "program": "Teknik Informatika",
        "notice_version": NOTICE_VERSION,
        "notice_at": now,
        "created_at": now,
        "updated_at": now,
    }
    return insert(db, people, **row | values)


def student(db: Connection, **values: Any) -> Any:
    return person(db, Role.STUDENT, **values)


def lecturer(db: Connection, **values: Any) -> Any:
    return person(db, Role.LECTURER, **values)


def admin(db: Connection, **values: Any) -> Any:
    return person(db, Role.ADMIN, **values)


def as_actor(row: Any, role: str | None = None) -> Actor:
    return Actor(row.id, role or row.role, row.name, row.number, uuid4(), "127.0.0.1", "test")


def period(db: Connection, **values: Any) -> Any:
    today = clock.today()
    row = {"name": f"Periode {next(_numbers)}", "starts_on": today, "ends_on": today + timedelta(days=120)}
    return insert(db, academic_periods, **row | values)


def calendar_entry(db: Connection, **values: Any) -> Any:
    """A holiday of one day in a year that no test has."""
    day = date(2061, 8, 17)
    row = {"kind": "libur", "name": "Hari Kemerdekaan", "starts_on": day, "ends_on": values.get("starts_on", day)}
    return insert(db, campus_calendar, **row | values)


def vacancy(db: Connection, by: Any, **values: Any) -> Any:
    """An open vacancy with two criteria."""
    now = clock.now()
    row = {
        "lecturer_id": by.id,
        "course": f"Basis Data {next(_numbers)}",
        "quota": 2,
        "description": "Membantu praktikum.",
        "requirements": "Lulus mata kuliah ini.",
        "documents": ["cv", "transkrip"],
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=7),
        "state": VacancyState.PUBLISHED,
        "created_at": now,
        "updated_at": now,
    }
    made = insert(db, vacancies, **row | values)
    for position, (name, weight) in enumerate((("Nilai mata kuliah", 60), ("Wawancara", 40))):
        insert(db, criteria, vacancy_id=made.id, position=position, name=name, weight=weight)
    return made


def application(db: Connection, to: Any, by: Any, **values: Any) -> Any:
    row = {
        "vacancy_id": to.id,
        "student_id": by.id,
        "email": by.email,
        "whatsapp": by.whatsapp,
        "semester": 5,
        "ipk": "3.50",
        "state": ApplicationState.WAITING,
        "submitted_at": clock.now(),
    }
    return insert(db, applications, **row | values)


def contract(db: Connection, *, student: Any, lecturer: Any, admin: Any, **values: Any) -> Any:
    """A running contract with all that leads to it."""
    post = vacancy(db, lecturer, accepted=1)
    accepted = application(db, post, student, state=ApplicationState.ACCEPTED, decided_at=clock.now())
    now, today = clock.now(), clock.today()
    account = db.execute(aslab_accounts.select().where(aslab_accounts.c.person_id == student.id)).one_or_none()
    account = account or insert(
        db,
        aslab_accounts,
        person_id=student.id,
        nim=student.number,
        name=student.name,
        email=student.email,
        activated_by=admin.id,
        activated_at=now,
    )
    row = {
        "aslab_id": account.id,
        "application_id": accepted.id,
        "vacancy_id": post.id,
        "student_id": student.id,
        "starts_on": today - timedelta(days=30),
        "ends_on": today + timedelta(days=90),
        "state": ContractState.ACTIVE,
        "activated_by": admin.id,
        "activated_at": now,
    }
    return insert(db, contracts, **row | values)


def evaluation(db: Connection, contract: Any, by: Any, **values: Any) -> Any:
    row = dict.fromkeys(CRITERIA, 4) | {"contract_id": contract.id, "written_by": by.id, "written_at": clock.now()}
    return insert(db, evaluations, **row | values)


def upload(db: Connection, by: Any, purpose: Purpose = Purpose.DOCUMENT, **values: Any) -> Any:
    """A file that was inspected and kept."""
    key = uuid4()
    row = {
        "owner_id": by.id,
        "purpose": purpose,
        "content_type": "image/jpeg" if purpose == Purpose.PHOTO else "application/pdf",
        "state": UploadState.ACCEPTED,
        "object": str(key),
        "stored_object": f"{purpose}/{key}",
        "sha256": key.hex * 2,
        "requested_at": clock.now(),
        "judged_at": clock.now(),
    }
    return insert(db, uploads, **row | values)


def attendance(db: Connection, contract: Any, **values: Any) -> Any:
    """An attendance with an inspected photo of its own."""
    if "photo_id" not in values:
        owner = db.execute(people.select().where(people.c.id == contract.student_id)).one()
        photo = upload(db, owner, Purpose.PHOTO)
        values = {"photo_id": photo.id, "photo_sha256": photo.sha256} | values
    row = {
        "photo_sha256": f"{next(_numbers):064x}",
        "contract_id": contract.id,
        "day": clock.today(),
        "activity": "Mendampingi praktikum",
        "state": AttendanceState.AWAITING_VERIFICATION,
        "recorded_at": clock.now(),
        "late_entry": False,
        "delayed": False,
    }
    return insert(db, attendances, **row | values)


def certificate(db: Connection, contract: Any, admin: Any, **values: Any) -> Any:
    n = next(_numbers)
    row = {
        "contract_id": contract.id,
        "year": clock.today().year,
        "sequence": 100_000 + n,
        "number": f"{100_000 + n}/UJI",
        "code": f"UJI{n:09d}",
        "facts": {},
        "issued_by": admin.id,
        "issued_at": clock.now(),
    }
    return insert(db, certificates, **row | values)


def honorarium_sheet(db: Connection, admin: Any, **values: Any) -> Any:
    """A sheet of one session long ago, without its line."""
    n = next(_numbers)
    sums = {"sessions": 1, "gross": 50_000, "tax": 0, "net": 50_000, "tax_percent": 0, "sha256": "0" * 64}
    place = {"number": f"{n}/UJI", "year": 1999, "sequence": n, "month": date(1999, 1, 1)}
    return insert(db, honorarium_sheets, **{**sums, **place, "made_by": admin.id, "made_at": clock.now(), **values})


def announcement(db: Connection, admin: Any, **values: Any) -> Any:
    """One to all aslab, whose messages are written."""
    row = {"sender_id": admin.id, "title": "Rapat aslab", "text": "Senin pukul 09.00.", "audience": "aslab"}
    row |= {"recipients": 1, "created_at": clock.now(), "spread_at": clock.now()}
    return insert(db, announcements, **row | values)


def people_import(db: Connection, admin: Any, **values: Any) -> Any:
    """One whose file was read."""
    row = {
        "owner_id": admin.id,
        "file_name": "mahasiswa.xlsx",
        "role": Role.STUDENT,
        "state": ImportState.READY,
        "head_row": 1,
        "created_at": clock.now(),
    }
    return insert(db, people_imports, **row | values)


def import_lines(db: Connection, of: Any, kinds: Sequence[LineKind], first: int = 2) -> Any:
    """A piece of the import with a row of each kind, one below the other; the piece."""
    piece = insert(db, people_import_pieces, import_id=of.id)
    for row, kind in enumerate(kinds, first):
        person = {"number": f"3044{next(_numbers):06d}", "name": f"Baris {row}", "role": of.role}
        data = person | {"email": f"{person['number']}@impor.test", "program": None, "whatsapp": None}
        cells = {"number": person["number"], "name": person["name"]}
        about = {"import_id": of.id, "piece_id": piece.id, "row": row, "kind": kind}
        insert(db, people_import_lines, **about, cells=cells, data=data if kind == LineKind.NEW else {})
    return piece


def task(db: Connection, subject: Any, kind: str = "draw_certificate", **values: Any) -> Any:
    return insert(db, tasks, **{"kind": kind, "subject_id": subject.id, **fresh()} | values)
