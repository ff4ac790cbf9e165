"""A second chain of rows in every test that uses the database: people who have nothing to do with what is tested.

A statement that forgets its `where` shows, since each test ends by comparing these rows with a copy. A test in which
one of them changes for a reason names the table: `@pytest.mark.changes_bystanders("contracts")`. The tests' own rows
are found by their ids; nothing here has a name, number or date that a test would meet by chance.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    TextClause,
    and_,
    column,
    exists,
    select,
    text,
    update,
)
from sqlalchemy import table as sql_table

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import evaluation_comments
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendance_amendments, attendance_corrections, locked_months
from common.domain.audit.tables import audit_log
from common.domain.certificates.tables import certificate_counters
from common.domain.honorarium.tables import honorarium_lines, honorarium_rates, honorarium_sheets
from common.domain.imports.states import LineKind
from common.domain.notifications.states import Channel, MessageState
from common.domain.notifications.tables import messages
from common.domain.people.tables import former_addresses, password_links, refresh_tokens, sessions, sign_in_attempts
from common.domain.recruitment.states import UNDECIDED, ApplicationState, VacancyState
from common.domain.recruitment.tables import (
    application_documents,
    application_steps,
    applications,
    co_lecturers,
    criteria,
    interview_slots,
    invitations,
    scores,
    vacancies,
    vacancy_copies,
)
from common.domain.reports.counting import add_up_counts
from common.domain.uploads.tables import Purpose, UploadState
from common.http.tables import idempotency_keys
from common.platform import clock
from common.platform.auth import Role
from common.platform.db import metadata
from common.platform.queue import TaskState, tasks
from tests import factories as make

# Far from every date that a test stands on, so that no job has a reason to touch them.
_LONG_AGO, _LONG = date(2001, 1, 1), timedelta(days=2000)
# Numbered by hand, below what any sequence gives.
_FIRST_ID = -100
_ids: set[str] = set()
# In bytes: some thousand rows, of this test or of several before it.
_LARGE = 2_000_000
_OURS = "WHERE schemaname = 'public'"
_LARGEST = f"SELECT max(pg_relation_size(format('%I', tablename)::regclass)) FROM pg_tables {_OURS}"


def settle(db: Connection) -> None:
    """Write the chain into empty tables and keep a copy of each."""
    empty(db)
    _Chain(db).enter()
    add_up_counts(db)
    db.execute(text("CREATE SCHEMA bystanders"))
    for table in metadata.sorted_tables:
        _ids.update(str(row[0]) for row in db.execute(select(*table.primary_key)))
        db.execute(text(f"CREATE TABLE bystanders.{table.name} AS TABLE {table.name}"))


def restore(db: Connection) -> None:
    """Put the chain back into tables that were emptied, what triggers counted of it among the rest."""
    _without_triggers(db, "INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE bystanders.{table};")


def empty(db: Connection) -> None:
    """Take every row away; numbers begin at one again.

    New files for each table and index, which TRUNCATE makes, take ten times as long as to delete the few rows of a
    test, and every prepared statement is planned anew. Either waits for whoever still writes.
    """
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    if db.scalar(text(_LARGEST)) > _LARGE:
        db.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        return
    db.execute(text(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE"))
    _without_triggers(db, "DELETE FROM {table};")
    db.execute(text("SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences " + _OURS))


def _without_triggers(db: Connection, statement: str) -> None:
    """The same for each table, in one go."""
    each = " ".join(statement.format(table=table.name) for table in metadata.sorted_tables)
    db.execute(text("SET LOCAL session_replication_role = replica"))
    db.execute(text(f"DO $$ BEGIN {each} END $$"))
    db.execute(text("SET LOCAL session_replication_role = origin"))


def own(table: Table, *columns: Any) -> Select[Any]:
    """A select of the rows that are the test's own; of all columns unless some are named."""
    return select(*(columns or (table,))).select_from(table).where(is_own(table))


def is_own(table: Table) -> ColumnElement[bool]:
    """A condition on `table`: the row is not a bystander's."""
    keys = [column.name for column in table.primary_key]
    copy = sql_table(table.name, *(column(name) for name in keys), schema="bystanders").alias("bystander")
    same = and_(*(copy.c[name] == table.c[name] for name in keys))
    return ~exists().where(same)


def without_bystanders(lines: Iterable[Any], key: str = "id") -> list[Any]:
    """The lines of a list that are the test's own, by the id under `key`."""
    return [line for line in lines if str(line[key]) not in _ids]


def changed(db: Connection) -> set[str]:
    """The tables in which a row of the chain is gone or no longer as it was."""
    return set(db.scalars(_difference()))


@cache
def _difference() -> TextClause:
    each = (
        f"SELECT '{table.name}' WHERE EXISTS (TABLE bystanders.{table.name} EXCEPT TABLE {table.name})"
        for table in metadata.sorted_tables
    )
    return text(" UNION ALL ".join(each))


class _Chain:
    """From a vacancy to a certificate, with an applicant in each state and an attendance in each state."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.before, self.after = clock.now() - timedelta(days=40), clock.now() + _LONG
        self.admin = self._person(Role.ADMIN)
        self.lecturer, self.helper = self._person(Role.LECTURER), self._person(Role.LECTURER)
        self.students = [self._person(Role.STUDENT) for _ in ApplicationState]

    def enter(self) -> None:
        self._recruitment()
        running, ended = self._contract(self.students[0]), self._contract(self.students[1], state=ContractState.ENDED)
        self._contract(self.students[2], state=ContractState.SUSPENDED)
        made = make.evaluation(self.db, ended, self.helper, written_at=self.before)
        make.insert(self.db, evaluation_comments, evaluation_id=made.id, text="Terima kasih", written_at=self.before)
        self._attendances(running)
        locked = {"month": _LONG_AGO, "locked_by": self.helper.id, "locked_at": self.before}
        make.insert(self.db, locked_months, contract_id=running.id, **locked)
        self._certificates(ended, running)
        self._honoraria(running)
        self._messages()
        self._sessions()
        self._imports()
        make.announcement(self.db, self.admin, created_at=self.before, spread_at=self.before)
        self._traces()

    def _person(self, role: Role) -> Any:
        return make.person(self.db, role, created_at=self.before, updated_at=self.before)

    def _recruitment(self) -> None:
        make.calendar_entry(self.db, starts_on=_LONG_AGO)
        self.term = make.period(self.db, starts_on=_LONG_AGO, ends_on=_LONG_AGO + timedelta(days=150))
        opened = {"opens_at": self.before, "created_at": self.before, "updated_at": self.before}
        post = make.vacancy(
            self.db, self.lecturer, period_id=self.term.id, closes_at=self.after, quota=9, accepted=1, **opened
        )
        draft = make.vacancy(self.db, self.lecturer, state=VacancyState.DRAFT, closes_at=self.after, **opened)
        make.insert(self.db, vacancy_copies, copy_id=post.id, source_id=draft.id, period_id=self.term.id)
        make.insert(self.db, co_lecturers, vacancy_id=post.id, lecturer_id=self.helper.id)
        make.insert(self.db, invitations, vacancy_id=post.id, person_id=self.students[0].id, invited_at=self.before)
        criterion = self.db.scalars(select(criteria.c.id).where(criteria.c.vacancy_id == post.id)).first()
        for n, (state, who) in enumerate(zip(ApplicationState, self.students, strict=True)):
            decided = None if state in UNDECIDED else self.before
            made = make.application(self.db, post, who, state=state, submitted_at=self.before, decided_at=decided)
            file = self._file(who, Purpose.DOCUMENT)
            make.insert(self.db, application_documents, application_id=made.id, kind="cv", upload_id=file.id)
            step = {"id": _FIRST_ID + n, "at": self.before, "actor_id": who.id, "state": ApplicationState.WAITING}
            make.insert(self.db, application_steps, application_id=made.id, **step)
            if state == ApplicationState.INTERVIEW:
                slot = {"vacancy_id": post.id, "starts_at": self.before, "ends_at": self.after}
                make.insert(self.db, interview_slots, application_id=made.id, **slot)
            marks = {"points": 70, "scored_by": self.lecturer.id, "scored_at": self.before}
            make.insert(self.db, scores, application_id=made.id, criterion_id=criterion, **marks)

    def _file(self, owner: Any, purpose: Purpose, **values: Any) -> Any:
        return make.upload(self.db, owner, purpose, **{"requested_at": self.after, "judged_at": self.before} | values)

    def _contract(self, student: Any, **values: Any) -> Any:
        people = {"student": student, "lecturer": self.helper, "admin": self.admin}
        days = {"starts_on": self.before.date(), "ends_on": self.after.date(), "activated_at": self.before}
        made = make.contract(self.db, **people, **days | values)
        closed = {"state": VacancyState.CLOSED, "closes_at": self.before, "opens_at": self.before - timedelta(days=7)}
        post = update(vacancies).where(vacancies.c.id == made.vacancy_id).values(period_id=self.term.id)
        self.db.execute(post.values(created_at=self.before, updated_at=self.before, **closed))
        accepted = update(applications).where(applications.c.id == made.application_id)
        self.db.execute(accepted.values(submitted_at=self.before, decided_at=self.before, activated_at=self.before))
        return made

    def _attendances(self, contract: Any) -> None:
        for n, state in enumerate(AttendanceState):
            day = self.before.date() + timedelta(days=n)
            values = {"day": day, "state": state, "recorded_at": self.before}
            if state == AttendanceState.AWAITING_PHOTO:
                photo = self._file(self.students[0], Purpose.PHOTO, state=UploadState.AWAITED, stored_object=None)
                values |= {"photo_id": photo.id, "photo_sha256": None}
            made = make.attendance(self.db, contract, **values)
        row = {"activity": "Praktikum", "photo_id": made.photo_id, "reason": "Buram", "verified_by": self.lecturer.id}
        times = {"verified_at": self.before, "corrected_at": self.before}
        make.insert(self.db, attendance_corrections, attendance_id=made.id, **row, **times)
        moved = {"old_day": _LONG_AGO, "new_day": made.day, "reason": "Salah hari", "amended_by": self.admin.id}
        ids = {"attendance_id": made.id, "old_contract_id": contract.id, "new_contract_id": contract.id}
        make.insert(self.db, attendance_amendments, amended_at=self.before, **ids, **moved)

    def _certificates(self, ended: Any, running: Any) -> None:
        """One revoked and its replacement, and one that waits to be drawn."""
        numbers = {"year": _LONG_AGO.year, "issued_at": self.before}
        make.insert(self.db, certificate_counters, year=_LONG_AGO.year, last=3)
        stored = {"object": "a.pdf", "sha256": "0" * 64, "stored_at": self.before, "sendings": 1}
        revoked = {"revoked_at": self.before, "revoked_by": self.admin.id, "revoke_reason": "Salah nama"}
        first = make.certificate(self.db, ended, self.admin, **numbers, **stored, **revoked)
        make.certificate(self.db, ended, self.admin, **numbers, **stored, replaces=first.id)
        waiting = make.certificate(self.db, running, self.admin, **numbers)
        times = {"created_at": self.before, "queued_at": self.before, "next_at": self.after}
        _numbered(self.db, tasks, kind="draw_certificate", subject_id=waiting.id, state=TaskState.QUEUED, **times)

    def _honoraria(self, contract: Any) -> None:
        """A rate of a course that nobody has, and a sheet of a month long ago."""
        rate = {"course": "Statistika", "starts_on": _LONG_AGO, "amount": 1, "set_by": self.admin.id}
        make.insert(self.db, honorarium_rates, set_at=self.before, **rate)
        sums = {"sessions": 1, "gross": 1, "tax": 0, "net": 1}
        place = {"number": "001/LAIN/2001", "year": _LONG_AGO.year, "sequence": 1, "month": _LONG_AGO}
        by = {"made_by": self.admin.id, "made_at": self.before, "sha256": "0" * 64, "tax_percent": 0}
        sheet = make.insert(self.db, honorarium_sheets, **place, **sums, **by)
        line = {"position": 1, "contract_id": contract.id, "rate": 1}
        make.insert(self.db, honorarium_lines, sheet_id=sheet.id, **line, **sums)

    def _messages(self) -> None:
        for n, state in enumerate(MessageState):
            who = self.students[n]
            what = {"event": f"bystander:{n}", "channel": Channel.EMAIL, "recipient": who.email, "person_id": who.id}
            data = {"name": who.name, "course": "Statistika", "lecturer": "Dr. Lain", "at": self.before.isoformat()}
            text_of = {"kind": "application_received", "language": "id", "data": data, "state": state}
            moments = {"created_at": self.before, "queued_at": self.before, "next_at": self.after}
            make.insert(self.db, messages, **what, **text_of, **moments)

    def _sessions(self) -> None:
        for who in (self.admin, self.lecturer, self.students[0]):
            times = {"created_at": self.before, "used_at": self.after, "expires_at": self.after}
            session = make.insert(self.db, sessions, person_id=who.id, role=who.role, **times)
            token = {"digest": uuid4().hex, "session_id": session.id, "issued_at": self.after}
            make.insert(self.db, refresh_tokens, **token)
            make.insert(self.db, former_addresses, person_id=who.id, email=f"dulu.{who.email}", replaced_at=self.after)
            link = {"digest": uuid4().hex, "person_id": who.id, "created_at": self.before, "expires_at": self.after}
            make.insert(self.db, password_links, **link)

    def _imports(self) -> None:
        """One that was read and waits."""
        file = self._file(self.admin, Purpose.IMPORT)
        made = make.people_import(self.db, self.admin, upload_id=file.id, created_at=self.after, added=1, refused=1)
        make.import_lines(self.db, made, [LineKind.NEW, LineKind.REFUSED])

    def _traces(self) -> None:
        """What counts against strangers, what answers a repeated request, and a line of the audit log."""
        tried = {"number": self.students[0].number, "ip": "203.0.113.9", "at": self.after}
        _numbered(self.db, sign_in_attempts, **tried)
        kept = {
            "request": "0" * 64,
            "status": 201,
            "content_type": "application/json",
            "answer": b"{}",
            "at": self.after,
        }
        make.insert(self.db, idempotency_keys, person_id=self.students[0].id, key="same-key", **kept)
        line = {"actor_id": self.admin.id, "actor_role": Role.ADMIN, "action": "user.added", "at": self.before}
        subject = {"subject_type": "person", "subject_id": str(self.students[0].id), "ip": "203.0.113.9"}
        _numbered(self.db, audit_log, request_id="-", **line, **subject)


def _numbered(db: Connection, table: Table, **values: Any) -> None:
    """A row whose number the database would give itself."""
    columns, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    statement = f"INSERT INTO {table.name} (id, {columns}) OVERRIDING SYSTEM VALUE VALUES ({_FIRST_ID}, {places})"
    db.execute(text(statement), values)
