"""The data of the warm bench, and what is asked about it: of ours and of the rival."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, select

from common.domain.attendance.tables import attendances
from common.domain.notifications.states import Channel, MessageState
from common.domain.notifications.tables import messages
from common.domain.people import sessions
from common.domain.recruitment.tables import application_steps, vacancies
from common.domain.uploads.tables import Purpose
from common.platform import clock
from common.platform.auth import Role
from common.platform.db import transaction
from common.platform.live import InboxItem, live
from tests import factories
from tests.bench.asked import Asked, Request, again, chain, each
from tests.bench.first_requests import Callers

_ACTIVITY = "Mendampingi praktikum modul tiga di laboratorium dan memeriksa laporan"


@dataclass(frozen=True)
class Figure:
    """What is asked of a function and of the rival; `goal` is the least multiple of the rival's throughput.

    `before` is done before each turn.
    """

    name: str
    function: str
    ours: Asked
    rival: Asked
    goal: float
    before: Callable[[], None] = lambda: None


def figures(callers: Callers, connections: int, requests: int) -> list[Figure]:
    """The busiest requests: `requests` of each in a turn, over `connections`."""
    with transaction() as db:
        seeing = [*_recruitment(db, callers), _verifying(db), _inbox(db)]
        return [*seeing, _recording(db, callers, connections, requests), _refreshing(db, connections)]


def _token(db: Connection, person: Any, role: str) -> str:
    return sessions.open_session(db, person.id, [role]).access_token


def _recruitment(db: Connection, callers: Callers) -> list[Figure]:
    """A student has applied five times, and sixty have for one vacancy."""
    student, lecturer = factories.student(db), callers.lecturer
    open_ = db.execute(select(vacancies).where(vacancies.c.lecturer_id == lecturer.id).limit(5)).all()
    sixty = [*((one, student) for one in open_), *((open_[0], factories.student(db)) for _ in range(59))]
    for vacancy, by in sixty:
        made = factories.application(db, vacancy, by)
        for state in ("menunggu", "wawancara"):
            step = {"application_id": made.id, "at": clock.now(), "actor_id": lecturer.id, "state": state}
            db.execute(application_steps.insert().values(**step))
    own, teaching = _token(db, student, Role.STUDENT), _token(db, lecturer, Role.LECTURER)
    one = f"vacancies/{open_[0].id}"
    applied = again("/v1/my/applications", own), again("/vacancies/mine/applications", own)
    candidates = again(f"/v1/{one}/applications", teaching), again(f"/{one}/applications", teaching)
    return [
        Figure("open vacancies, 25", "browse_vacancies", again("/v1/vacancies"), again("/vacancies"), 1.8),
        Figure("one vacancy", "browse_vacancies", again(f"/v1/{one}"), again(f"/{one}"), 1.0),
        Figure("own applications, 5", "apply", *applied, 1.0),
        Figure("candidates, 60", "select_applicants", *candidates, 2.5),
    ]


def _verifying(db: Connection) -> Figure:
    """A week of eight aslab, five days each; a page of it is shown."""
    lecturer, admin = factories.lecturer(db), factories.admin(db)
    those = [factories.contract(db, student=factories.student(db), lecturer=lecturer, admin=admin) for _ in range(8)]
    for contract in those:
        for days in range(5):
            factories.attendance(db, contract, day=clock.today() - timedelta(days=days))
    token, since = _token(db, lecturer, Role.LECTURER), clock.today() - timedelta(days=6)
    ours, rival = (again(f"{path}?from={since}&limit=25", token) for path in ("/v1/attendances", "/attendances"))
    return Figure("a week to verify, 25", "verify_attendance", ours, rival, 1.0)


def _inbox(db: Connection) -> Figure:
    """What a page asks each minute: how many of ten notices are unread. The rival keeps them in the table."""
    student, now = factories.student(db), clock.now()
    for number in range(10):
        title = f"Lamaran {number} diterima"
        times = {"created_at": now - timedelta(minutes=number), "expires_at": now + timedelta(days=30)}
        live().add_item(str(student.id), InboxItem(str(uuid4()), "accepted", title, "", "/", Role.STUDENT, **times))
        row = {"event": title, "channel": Channel.INBOX, "recipient": str(student.id), "person_id": student.id}
        sent = {"kind": "accepted", "language": "id", "data": {"title": title}, "state": MessageState.SENT}
        db.execute(messages.insert().values(**row, **sent, created_at=times["created_at"], sent_at=now, next_at=now))
    token = _token(db, student, Role.STUDENT)
    ours, rival = (again(f"{path}?limit=0", token) for path in ("/v1/inbox", "/inbox"))
    return Figure("the bell", "read_inbox", ours, rival, 1.0)


def _recording(db: Connection, callers: Callers, connections: int, requests: int) -> Figure:
    """Each request is the first of today for a contract; what was recorded goes before the next turn."""
    lecturer, ours, rival, those = callers.lecturer, [], [], []
    for number in range(requests):
        lecturer = lecturer if number % 20 else factories.lecturer(db)
        student = factories.student(db)
        contract = factories.contract(db, student=student, lecturer=lecturer, admin=callers.admin)
        photo = factories.upload(db, student, Purpose.PHOTO, fingerprint=hash(number) * 7919 % 2**62)
        sent, token = {"upload_id": str(photo.id), "activity": _ACTIVITY}, _token(db, student, Role.ASLAB)
        ours.append(Request("POST", f"/v1/contracts/{contract.id}/attendances", token, sent))
        rival.append(Request("POST", "/attendances", token, sent | {"contract_id": str(contract.id)}))
        those.append(contract.id)

    def forget() -> None:
        with transaction() as db:
            db.execute(delete(attendances).where(attendances.c.contract_id.in_(those)))

    asked = each(ours, connections), each(rival, connections)
    return Figure("recording", "record_attendance", *asked, 1.5, forget)


def _refreshing(db: Connection, connections: int) -> Figure:
    def browsers() -> list[str]:
        people = [factories.student(db) for _ in range(connections)]
        return [sessions.open_session(db, one.id, [Role.STUDENT]).refresh_token for one in people]

    ours = chain("/v1/session/refresh", "aslab_refresh", browsers())
    return Figure("refreshing", "sign_in", ours, chain("/auth/refresh", "refresh", browsers()), 1.0)
