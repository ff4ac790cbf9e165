"""The demo campus: every state in it, made of real rows and real files, and it never grows old."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from common.domain.announcements.queries import announcement_page
from common.domain.assistants.policy import roles_of
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.attendance.month_list import months
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances
from common.domain.audit.tables import audit_log
from common.domain.certificates.queries import certificate_page
from common.domain.certificates.states import CertificateState
from common.domain.certificates.tables import certificates
from common.domain.honorarium.own import own_months
from common.domain.honorarium.queries import sheets
from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import messages
from common.domain.notifications.texts import TEMPLATES
from common.domain.people.sign_in import check_password
from common.domain.people.tables import people
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import (
    academic_periods,
    application_documents,
    application_steps,
    applications,
    campus_calendar,
    scores,
    vacancies,
)
from common.domain.recruitment.vacancy_queries import status
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.ops.local.demo import LOGINS, load_demo
from common.ops.local.demo.curriculum import grades_near, ipk_of
from common.ops.local.demo.load import written
from common.ops.local.demo.semester import Semester
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import engine, metadata
from common.platform.live import live
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make
from tests.bystanders import empty
from tests.conftest import reset_database


@pytest.fixture(scope="module")
def loaded(database: None) -> Iterator[datetime]:
    """The moment at which the campus was loaded."""
    with engine().begin() as connection:
        empty(connection)
    began = clock.now()
    load_demo()
    yield began
    reset_database()


@pytest.fixture
def demo(loaded: datetime) -> Iterator[Connection]:
    with engine().connect() as connection:
        yield connection


def states_of(demo: Connection, table: Any) -> set[str]:
    return set(demo.scalars(select(table.c.state).distinct()))


def test_every_state_is_there(demo: Connection) -> None:
    assert states_of(demo, applications) == set(ApplicationState)
    assert states_of(demo, contracts) == set(ContractState)
    assert states_of(demo, attendances) == set(AttendanceState)
    assert states_of(demo, messages) == set(MessageState)
    page = certificate_page(demo, "id", state=None, search=None, after=None, limit=100)
    assert {row["state"] for row in page["items"]} == set(CertificateState)
    words = demo.scalars(select(status(clock.now())).select_from(vacancies)).all()
    assert set(words) == {"draf", "terjadwal", "dibuka", "ditutup"}


def test_the_campus_is_small_but_whole(demo: Connection) -> None:
    roles = Counter(demo.scalars(select(people.c.role)))
    assert (roles["admin"], roles["dosen"]) == (2, 8)
    assert 45 <= roles["mahasiswa"] <= 55
    assert demo.scalar(select(func.count()).select_from(scores)) > 80
    today = clock.today()
    around = academic_periods.c.starts_on <= today, academic_periods.c.ends_on >= today
    current = demo.execute(select(academic_periods).where(*around)).one()
    before = demo.execute(select(academic_periods).where(academic_periods.c.ends_on < current.starts_on)).one()
    assert before.name != current.name


def test_posts_are_open_in_many_ways(demo: Connection, loaded: datetime) -> None:
    rows = demo.execute(select(vacancies, status(loaded).label("status"))).all()
    last_second = clock.start_of(clock.campus_day(loaded) + timedelta(days=1)) - timedelta(seconds=1)
    assert [row.course for row in rows if row.closes_at == last_second] == ["Sistem Digital"]
    full = [row.course for row in rows if row.status == "dibuka" and row.accepted == row.quota]
    assert full == ["Pemrograman Berorientasi Objek"]
    assert [row.course for row in rows if row.pamphlet_id is None] == ["Keamanan Informasi"]
    waiting = (applications.c.state == ApplicationState.ACCEPTED) & applications.c.activated_at.is_(None)
    assert len(demo.execute(select(applications).where(waiting)).all()) >= 3


def test_attendances_show_what_a_lecturer_has_to_look_at(demo: Connection) -> None:
    a = attendances.c
    rows = demo.execute(select(attendances)).all()
    assert sum(row.late_entry for row in rows) == 1
    assert sum(row.delayed for row in rows) >= 1
    assert sorted(row.corrections for row in rows)[-2:] == [1, 1]
    assert {bool(row.reason) for row in rows if row.state == AttendanceState.REJECTED} == {True}
    alike = demo.scalars(select(func.count()).where(a.similar_to.is_not(None))).one()
    assert alike == 2, "photos that were drawn to differ look alike, or the other way round"


def test_certificates_have_a_history(demo: Connection) -> None:
    rows = demo.execute(select(certificates)).all()
    assert sum(row.revoked_at is not None for row in rows) == 2
    assert sum(row.replaces is not None for row in rows) == 1
    page = certificate_page(demo, "id", state=CertificateState.NOT_ISSUED, search=None, after=None, limit=100)
    assert {row["enough"] for row in page["items"]} == {True, False}


def test_months_are_locked_and_one_of_two_sheets_is_paid(demo: Connection) -> None:
    """As the admin and the lecturers read them; the aslab sees the sheet's number."""
    paid, open_one = sorted(sheets(demo, after=None, limit=9)["items"], key=lambda sheet: sheet["number"])
    assert (paid["paid_on"] is None, open_one["paid_on"]) == (False, None)
    assert [sheet["net"] == 60_000 * sheet["sessions"] > 0 for sheet in (paid, open_one)] == [True, True]
    own = own_months(demo, login(demo, "Siti Nurhaliza Rahmadani"))["items"]
    listed = {(month["number"], month["state"]) for month in own}
    assert listed >= {(paid["number"], "dibayar"), (open_one["number"], "dalam_daftar")}
    teacher = login(demo, "Dr. Ratna Dewanti, S.Kom., M.T.")
    day = clock.today() - timedelta(weeks=6, days=clock.today().weekday() - 1)
    page = months(demo, teacher, month=f"{day:%Y-%m}", after=None, limit=50)
    assert sum(line["locked_at"] is not None for line in page["items"]) == 3


def test_a_seat_went_to_the_waiting_list_and_an_announcement_to_every_aslab(demo: Connection) -> None:
    steps = select(application_steps.c.application_id, application_steps.c.state).order_by(application_steps.c.id)
    history: dict[Any, list[str]] = {}
    for step in demo.execute(steps):
        history.setdefault(step.application_id, []).append(step.state)
    moved = [states for states in history.values() if "daftar_tunggu" in states and states[-1] == "diterima"]
    assert len(moved) == 1
    [told] = announcement_page(demo, after=None, limit=9)["items"]
    assert told["recipients"] > 5
    assert {entry.kind for entry in demo.execute(select(campus_calendar))} == {"libur", "ujian"}


def test_a_certificate_is_signed(demo: Connection) -> None:
    [first, *_] = demo.scalars(select(certificates.c.object).where(certificates.c.revoked_at.is_(None)))
    assert b"/ETSI.CAdES.detached" in storage().read(settings().certificate_bucket, first)


def login(demo: Connection, name: str) -> Actor:
    return make.as_actor(demo.execute(select(people).where(people.c.name == name)).one())


def test_loading_again_changes_nothing(demo: Connection) -> None:
    def count() -> dict[str, int]:
        with engine().connect() as fresh:
            tables = metadata.sorted_tables
            return {table.name: fresh.scalar(select(func.count()).select_from(table)) for table in tables}

    before = count()
    load_demo()
    assert count() == before


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.name)
def test_each_login_gets_in_with_its_roles(demo: Connection, login: Any) -> None:
    person = check_password(demo, Actor.public("127.0.0.1"), login.number, login.password)
    assert person.name == login.name
    assert {role.title() for role in roles_of(demo, person)} == set(login.role.split(" + "))
    inbox = live().inbox(str(person.id), limit=100)
    assert inbox.unread < len(inbox.items) or person.role == Role.ADMIN


def test_the_logins_are_as_many_as_promised() -> None:
    assert 3 <= len(LOGINS) <= 6
    assert [login.role for login in LOGINS] == ["Admin", "Dosen", "Dosen", "Mahasiswa + Aslab", "Mahasiswa"]


def test_one_student_shows_applications_in_every_state(demo: Connection) -> None:
    own = select(applications.c.state).join(people, people.c.id == applications.c.student_id)
    assert set(demo.scalars(own.where(people.c.number == LOGINS[-1].number))) == set(ApplicationState)


def test_every_file_is_where_its_row_says(demo: Connection) -> None:
    here, wanted = settings(), list[tuple[str, str]]()
    for row in demo.execute(select(uploads)):
        assert (row.stored_object is None) == (row.state == UploadState.AWAITED)
        assert (row.thumbnail_object is None) == (row.purpose == Purpose.DOCUMENT or row.state == UploadState.AWAITED)
        wanted += [(here.private_bucket, name) for name in (row.stored_object, row.thumbnail_object) if name]
    wanted += [(here.certificate_bucket, name) for name in demo.scalars(select(certificates.c.object))]
    with ThreadPoolExecutor(4) as readers:
        sizes = list(readers.map(lambda one: storage().size(*one), wanted))
    assert min(sizes) > 1000
    assert 200 < len(wanted) <= 300


def test_every_application_names_papers_of_its_own_student(demo: Connection) -> None:
    kinds = select(applications.c.id, func.count()).join(application_documents).group_by(applications.c.id)
    assert {count for _, count in demo.execute(kinds)} == {2, 3}
    strangers = (
        select(func.count())
        .select_from(application_documents.join(applications).join(uploads))
        .where(uploads.c.owner_id != applications.c.student_id)
    )
    assert demo.scalar(strangers) == 0


def test_the_ledger_looks_lived_in(demo: Connection, loaded: datetime) -> None:
    rows = demo.execute(select(messages)).all()
    queued = [row for row in rows if row.state == MessageState.QUEUED]
    assert 3 <= len(queued) <= 20
    assert min(row.created_at for row in queued) > loaded - timedelta(hours=2)
    assert {row.sent_at > row.created_at for row in rows if row.state == MessageState.SENT} == {True}
    assert {bool(row.error and row.error_en) for row in rows if row.state == MessageState.FAILED} == {True}
    assert any(row.attachment for row in queued), "the first mail with a certificate is still to come"
    assert not [row for row in rows if TEMPLATES[row.kind].secret and "link" in row.data]


def test_nothing_lies_in_the_future(demo: Connection, loaded: datetime) -> None:
    moments = (
        audit_log.c.at,
        messages.c.created_at,
        application_steps.c.at,
        attendances.c.recorded_at,
        uploads.c.judged_at,
        certificates.c.issued_at,
        people.c.created_at,
    )
    latest = [demo.scalar(select(func.max(moment))) for moment in moments]
    assert max(latest) <= loaded
    assert demo.scalar(select(func.min(audit_log.c.at))) < loaded - timedelta(weeks=30)


@pytest.mark.parametrize("hour", [0, 3, 12, 23])
def test_the_story_fits_any_day(hour: int) -> None:
    """Whatever weekday it is, before or after midnight, in either half of the academic year."""
    first = datetime(2026, 11, 23, hour, 0, 30, tzinfo=UTC)
    for days in [*range(7), 40, 41, 75, 160, 161, 250, 251, 252, 460]:
        semester = Semester(first + timedelta(days=days, minutes=59))
        written(semester)
        assert semester.name != semester.name_before
        assert semester.span_before[1] < semester.span[0] <= semester.today <= semester.span[1]


def test_a_deed_of_tomorrow_is_refused() -> None:
    story = written(Semester(clock.now()))
    with pytest.raises(ValueError, match="has not come yet"):
        story.at(story.semester.now + timedelta(seconds=1), lambda db: None)


@pytest.mark.parametrize("wished", ["3.32", "3.60", "3.91"])
def test_grades_come_out_near_the_wished_mean(wished: str) -> None:
    for semester in (3, 5, 8):
        mean = ipk_of(grades_near(Decimal(wished), semester, Random(semester)))
        assert abs(mean - Decimal(wished)) < Decimal("0.12")
