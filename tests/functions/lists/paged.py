"""A case for each list that comes in pages, named as its operation."""

from __future__ import annotations

from datetime import timedelta

from common.domain.assistants.states import ContractState
from common.domain.audit.tables import audit_log
from common.domain.imports.states import LineKind
from common.domain.recruitment.states import ApplicationState
from common.platform import clock
from common.platform.auth import Role
from common.platform.db import transaction
from common.platform.live import InboxItem, live
from tests import factories as make
from tests.functions.effects.scene import Cast, queued
from tests.functions.lists.shown import Listed, first_to_last, last_to_first, places, word


def list_vacancies(cast: Cast) -> Listed:
    """Those that close first in front."""
    rows, course = places(clock.now() + timedelta(days=3)), word()
    with transaction() as db:
        for closes_at, key in rows:
            make.vacancy(db, cast.lecturer, id=key, closes_at=closes_at, course=course)
    return Listed(cast.portal, first_to_last(rows), query={"search": course})


def list_own_vacancies(cast: Cast) -> Listed:
    """The newest first."""
    rows, lecturer = places(), cast.portal.new(Role.LECTURER)
    with transaction() as db:
        for created_at, key in rows:
            make.vacancy(db, lecturer, id=key, created_at=created_at)
    return Listed(cast.portal.as_(lecturer), last_to_first(rows))


def list_period_vacancies(cast: Cast) -> Listed:
    """The newest first."""
    rows, first = places(), clock.today() + timedelta(days=40_000)
    with transaction() as db:
        term = make.period(db, name="Jauh", starts_on=first, ends_on=first + timedelta(days=9))
        make.vacancy(db, cast.lecturer, period_id=term.id, state="draf")
        for created_at, key in rows:
            make.vacancy(db, cast.lecturer, id=key, created_at=created_at, period_id=term.id)
    return Listed(cast.views["admin"], last_to_first(rows), path={"period_id": term.id})


def list_own_applications(cast: Cast) -> Listed:
    """The newest first."""
    rows, student = places(), cast.portal.new(Role.STUDENT)
    with transaction() as db:
        for submitted_at, key in rows:
            make.application(db, make.vacancy(db, cast.lecturer), student, id=key, submitted_at=submitted_at)
    return Listed(cast.portal.as_(student), last_to_first(rows))


def list_ready(cast: Cast) -> Listed:
    """The earliest decision first."""
    rows = places()
    with transaction() as db:
        for decided_at, key in rows:
            post = make.vacancy(db, cast.lecturer, accepted=1)
            values = {"state": ApplicationState.ACCEPTED, "decided_at": decided_at}
            make.application(db, post, cast.student, id=key, **values)
    return Listed(cast.views["admin"], first_to_last(rows), key="application_id")


def list_contracts(cast: Cast) -> Listed:
    """The newest first."""
    rows, lecturer = places(), cast.portal.new(Role.LECTURER)
    with transaction() as db:
        for activated_at, key in rows:
            people = {"student": cast.student, "lecturer": lecturer, "admin": cast.admin}
            make.contract(db, **people, id=key, activated_at=activated_at)
    return Listed(cast.portal.as_(lecturer), last_to_first(rows))


def list_months(cast: Cast) -> Listed:
    """The newest contract first."""
    rows, lecturer = places(), cast.portal.new(Role.LECTURER)
    with transaction() as db:
        for activated_at, key in rows:
            people = {"student": cast.student, "lecturer": lecturer, "admin": cast.admin}
            make.contract(db, **people, id=key, activated_at=activated_at)
    return Listed(cast.portal.as_(lecturer), last_to_first(rows), key="contract_id")


def list_sheets(cast: Cast) -> Listed:
    """The last made first."""
    rows = places(clock.now() + timedelta(days=1))
    with transaction() as db:
        for made_at, key in rows:
            make.honorarium_sheet(db, cast.admin, id=key, made_at=made_at)
    return Listed(cast.views["admin"], last_to_first(rows))


def list_certificates(cast: Cast) -> Listed:
    """The last ended first."""
    rows, name = places(), word()
    with transaction() as db:
        people = {"student": make.student(db, name=name), "lecturer": cast.lecturer, "admin": cast.admin}
        for ended_at, key in rows:
            make.contract(db, **people, id=key, state=ContractState.ENDED, ended_at=ended_at)
    return Listed(cast.views["admin"], last_to_first(rows), key="contract_id", query={"search": name})


def list_attendances_to_verify(cast: Cast) -> Listed:
    """The latest first."""
    rows, lecturer = places(), cast.portal.new(Role.LECTURER)
    with transaction() as db:
        contract = make.contract(db, student=cast.aslab, lecturer=lecturer, admin=cast.admin)
        for n, (recorded_at, key) in enumerate(rows):
            make.attendance(db, contract, id=key, recorded_at=recorded_at, day=clock.today() - timedelta(days=n))
    return Listed(cast.portal.as_(lecturer), last_to_first(rows))


def list_imports(cast: Cast) -> Listed:
    """The newest first."""
    rows = places()
    with transaction() as db:
        for created_at, key in rows:
            make.people_import(db, cast.admin, id=key, created_at=created_at)
    return Listed(cast.views["admin"], last_to_first(rows))


def list_import_lines(cast: Cast) -> Listed:
    """As they stand in the file."""
    with transaction() as db:
        made = make.people_import(db, cast.admin)
        for first in (9, 2, 5):
            make.import_lines(db, made, [LineKind.NEW, LineKind.REFUSED], first)
    return Listed(cast.views["admin"], [2, 3, 5, 6, 9, 10], key="row", path={"import_id": made.id})


def list_users(cast: Cast) -> Listed:
    """The newest first."""
    rows, name = places(), word()
    with transaction() as db:
        for created_at, key in rows:
            make.student(db, id=key, name=name, created_at=created_at)
    return Listed(cast.views["admin"], last_to_first(rows), query={"search": name})


def list_messages(cast: Cast) -> Listed:
    """The newest first."""
    rows, name = places(), word()
    with transaction() as db:
        owner = make.student(db, name=name)
        for created_at, key in rows:
            queued(db, owner, id=key, created_at=created_at, next_at=clock.now() + timedelta(days=1))
    return Listed(cast.views["admin"], last_to_first(rows), query={"search": name})


def list_announcements(cast: Cast) -> Listed:
    """The newest first."""
    rows = places()
    with transaction() as db:
        for created_at, key in rows:
            make.announcement(db, cast.admin, id=key, created_at=created_at)
    return Listed(cast.views["admin"], last_to_first(rows))


def list_announcement_vacancies(cast: Cast) -> Listed:
    """The newest first."""
    rows, course = places(), word()
    with transaction() as db:
        for created_at, key in rows:
            make.vacancy(db, cast.lecturer, id=key, created_at=created_at, course=course)
    return Listed(cast.views["admin"], last_to_first(rows), query={"search": course})


def read_audit(cast: Cast) -> Listed:
    """The newest first; its lines are numbered by the database."""
    subject = word()
    line = {"actor_role": "admin", "action": "x.y", "subject_type": "x", "subject_id": subject}
    with transaction() as db:
        made = [make.insert(db, audit_log, **line, at=at, ip="", request_id="") for at, _ in places()]
    in_order = sorted(made, key=lambda row: (row.at, row.id), reverse=True)
    return Listed(cast.views["admin"], [row.id for row in in_order], query={"subject_id": subject})


def read_inbox(cast: Cast) -> Listed:
    """The newest first."""
    rows, owner = places(), cast.portal.new(Role.STUDENT)
    for at, key in rows:
        times = {"created_at": at, "expires_at": clock.now() + timedelta(days=9)}
        live().add_item(str(owner.id), InboxItem(str(key), "x", "Judul", "", "/", Role.STUDENT, **times))
    return Listed(cast.portal.as_(owner), last_to_first(rows))
