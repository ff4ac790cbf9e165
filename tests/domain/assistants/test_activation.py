"""What an activation copies and starts, whom it notifies, and whom it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, select, update

from common.domain.assistants import actions, queries
from common.domain.assistants.schemas import Activation
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.people.tables import people
from common.domain.recruitment.tables import application_documents, applications, vacancies
from common.platform import clock
from common.platform.errors import NotFound
from tests import factories as make
from tests.domain.assistants.scene import accepted, in_days, scene
from tests.outcomes import lines, mails, outcome, row

S = ContractState


@pytest.fixture(autouse=True)
def still() -> Any:
    with time_machine.travel(clock.now(), tick=False):
        yield


def dates(days: int = 100) -> dict[str, Any]:
    return {"starts_on": in_days(3), "ends_on": in_days(days)}


def account_of(db: Connection, student: Any) -> Any:
    return db.execute(select(aslab_accounts).where(aslab_accounts.c.person_id == student.id)).one()


def test_a_contract_starts_with_the_students_data_and_the_dates_asked_for(db: Connection) -> None:
    """ACT-09."""
    student, admin = make.student(db, language="en"), make.admin(db)
    ready, other = accepted(db, student), accepted(db, make.student(db))
    made = actions.activate(db, make.as_actor(admin), ready.id, **dates())
    account = account_of(db, student)
    copied = {name: getattr(student, name) for name in ("name", "program", "email", "whatsapp")}
    by = {"activated_by": admin.id, "activated_at": clock.now()}
    whose = {"id": account.id, "person_id": student.id, "nim": student.number}
    assert account._asdict() == whose | copied | by
    links = {"aslab_id": account.id, "application_id": ready.id, "vacancy_id": ready.vacancy_id}
    open_end = {"ended_at": None, "ended_by": None, "end_reason": None, "photos_erased_at": None}
    assert row(db, contracts, made)._asdict() == (
        links | dates() | by | open_end | {"id": made, "student_id": student.id, "state": S.ACTIVE}
    )
    assert row(db, applications, ready.id)._asdict() == ready._asdict() | {"activated_at": clock.now()}
    assert row(db, applications, other.id) == other


def test_an_activation_is_logged_and_told_with_its_dates(db: Connection) -> None:
    student, admin = make.student(db, language="en"), make.admin(db)
    ready = accepted(db, student)
    made = actions.activate(db, make.as_actor(admin), ready.id, **dates())
    days = {name: day.isoformat() for name, day in dates().items()}
    [line] = lines(db, made)
    assert (line.action, line.subject_type, line.actor_id) == ("contract.activated", "contract", admin.id)
    assert (line.old, line.new) == (None, {"application_id": str(ready.id)} | days)
    [mail] = mails(db, student)
    assert (mail.kind, mail.language, mail.recipient) == ("aslab_activated", "en", student.email)
    course = row(db, vacancies, ready.vacancy_id).course
    about = {"name": student.name, "aslab": student.name, "course": course, "vacancy_id": str(ready.vacancy_id)}
    assert mail.data == about | days


def test_a_second_contract_brings_the_one_account_up_to_date(db: Connection) -> None:
    student, first, second = make.student(db), make.as_actor(make.admin(db)), make.as_actor(make.admin(db))
    other = scene(db)
    actions.activate(db, first, accepted(db, student).id, **dates())
    before, others = account_of(db, student), account_of(db, other.student)
    moved = {"name": "Nama Baru", "email": "baru@kampus.test", "whatsapp": None, "program": "Sistem Informasi"}
    db.execute(update(people).where(people.c.id == student.id).values(moved))
    actions.activate(db, second, accepted(db, student).id, **dates())
    assert account_of(db, student)._asdict() == before._asdict() | moved
    assert account_of(db, other.student) == others


@pytest.mark.parametrize(
    ("lacking", "problem"),
    [
        ({"active": False}, "student_deactivated"),
        ({"active": False, "email": None}, "student_deactivated"),
        ({"email": None}, "email_not_usable"),
    ],
)
def test_a_student_who_is_gone_or_has_no_address_is_not_activated(
    db: Connection, lacking: dict[str, Any], problem: str
) -> None:
    """ACT-06."""
    student, fine, admin = make.student(db, **lacking), make.student(db), make.as_actor(make.admin(db))
    vacancy = make.vacancy(db, make.lecturer(db), accepted=1)
    ready = make.application(db, vacancy, student, state="diterima", email="a@kampus.test", decided_at=clock.now())
    assert outcome(db, actions.activate, admin, ready.id, **dates()) == problem
    assert row(db, applications, ready.id) == ready
    assert outcome(db, actions.activate, admin, accepted(db, fine).id, **dates()) == "done"


@pytest.mark.parametrize(
    ("held", "came_out"),
    [
        ([S.ACTIVE], "done"),
        ([S.ACTIVE, S.ENDED], "done"),
        ([S.ENDED, S.ENDED], "done"),
        ([S.ACTIVE, S.ACTIVE], "too_many_contracts"),
        ([S.ACTIVE, S.SUSPENDED], "too_many_contracts"),
    ],
)
def test_contracts_that_have_not_ended_count(db: Connection, held: list[S], came_out: str) -> None:
    student, lecturer, admin = make.student(db), make.lecturer(db), make.admin(db)
    for state in held:
        make.contract(db, student=student, lecturer=lecturer, admin=admin, state=state)
        scene(db)
    ready = accepted(db, student, lecturer)
    assert outcome(db, actions.activate, make.as_actor(admin), ready.id, **dates()) == came_out


def test_who_is_activated_already_is_told_so_and_not_that_there_is_no_room(db: Connection) -> None:
    student, admin = make.student(db), make.as_actor(make.admin(db))
    first, second = accepted(db, student), accepted(db, student)
    for ready in (first, second):
        actions.activate(db, admin, ready.id, **dates())
    assert outcome(db, actions.activate, admin, first.id, **dates()) == "already_active"


def test_one_application_has_one_contract_whatever_the_application_says(db: Connection) -> None:
    one = scene(db)
    assert row(db, applications, one.contract.application_id).activated_at is None
    admin = make.as_actor(make.admin(db))
    assert outcome(db, actions.activate, admin, one.contract.application_id, **dates()) == "already_active"


def test_how_many_contracts_at_a_time_is_a_setting(db: Connection, setting: Callable[[str, str], None]) -> None:
    setting("ACTIVE_CONTRACTS", "1")
    one = scene(db)
    ready, admin = accepted(db, one.student), make.as_actor(make.admin(db))
    assert outcome(db, actions.activate, admin, ready.id, **dates()) == "too_many_contracts"


def test_who_is_ready_is_shown_with_documents_and_the_dates_of_the_period(db: Connection) -> None:
    """ACT-01."""
    student, lecturer = make.student(db), make.lecturer(db, name="Dr. Rina")
    term = make.period(db, starts_on=in_days(4000), ends_on=in_days(4100))
    ready, without = accepted(db, student, lecturer), accepted(db, make.student(db))
    db.execute(update(vacancies).where(vacancies.c.id == ready.vacancy_id).values(period_id=term.id))
    file = make.upload(db, student)
    make.insert(db, application_documents, application_id=ready.id, kind="cv", upload_id=file.id)
    shown = {item["application_id"]: dict(item) for item in ready_list(db)}
    assert shown[ready.id] == {
        "application_id": ready.id,
        "decided_at": ready.decided_at,
        "name": student.name,
        "number": student.number,
        "email": student.email,
        "course": row(db, vacancies, ready.vacancy_id).course,
        "lecturer": "Dr. Rina",
        "starts_on": term.starts_on,
        "ends_on": term.ends_on,
        "documents": [{"kind": "cv", "upload_id": str(file.id)}],
    }
    assert (shown[without.id]["starts_on"], shown[without.id]["documents"]) == (None, [])


@pytest.mark.parametrize(
    ("begins", "ends", "prefilled"),
    [
        (5, 100, (5, 100)),
        (0, 100, (0, 100)),
        (-90, 56, (0, 56)),
        # Of a period that is over the last day is left to the admin.
        (-90, 0, (0, None)),
        (-90, -1, (0, None)),
    ],
)
def test_a_contract_is_offered_from_today_or_the_later_start_of_the_period(
    db: Connection, begins: int, ends: int, prefilled: tuple[int, int | None]
) -> None:
    """ACT-02."""
    term = make.period(db, starts_on=in_days(begins), ends_on=in_days(ends))
    ready = accepted(db, make.student(db))
    db.execute(update(vacancies).where(vacancies.c.id == ready.vacancy_id).values(period_id=term.id))
    [shown] = [item for item in ready_list(db) if item["application_id"] == ready.id]
    starts_on, ends_on = prefilled
    assert (shown["starts_on"], shown["ends_on"]) == (in_days(starts_on), None if ends_on is None else in_days(ends_on))


def test_who_is_activated_or_not_accepted_does_not_wait_for_activation(db: Connection) -> None:
    vacancy = make.vacancy(db, make.lecturer(db))
    values = [{"state": "diterima", "activated_at": clock.now()}, {"state": "diterima"}, {"state": "ditolak"}]
    made = [make.application(db, vacancy, make.student(db), decided_at=clock.now(), **one) for one in values]
    mine = {one.id for one in made}
    assert [item["application_id"] for item in ready_list(db) if item["application_id"] in mine] == [made[1].id]


def ready_list(db: Connection) -> list[Any]:
    return list(queries.ready_to_activate(db, after=None, limit=100)["items"])


def test_the_earliest_decision_is_activated_first_and_the_list_goes_on_behind_it(db: Connection) -> None:
    vacancy = make.vacancy(db, make.lecturer(db))
    long_ago = [clock.now() - timedelta(days=days) for days in (9000, 9003, 9001, 9001)]
    made = [make.application(db, vacancy, make.student(db), state="diterima", decided_at=moment) for moment in long_ago]
    wanted = [one.id for one in sorted(made, key=lambda one: (one.decided_at, one.id))]
    seen, after = [], None
    for _ in (0, 1):
        found = queries.ready_to_activate(db, after=after, limit=2)
        seen += [item["application_id"] for item in found["items"]]
        after = found["next"]
        assert after is not None
        make.application(db, vacancy, make.student(db), state="diterima", decided_at=clock.now())
    assert seen == wanted


def test_one_contract_is_shown_with_aslab_course_and_lecturer(db: Connection) -> None:
    one, _ = scene(db), scene(db)
    course = row(db, vacancies, one.contract.vacancy_id).course
    about = {"name": one.student.name, "nim": one.student.number, "course": course, "lecturer": one.owner.name}
    assert dict(queries.contract(db, one.contract.id)) == one.contract._asdict() | about
    with pytest.raises(NotFound):
        queries.contract(db, one.student.id)


@pytest.mark.parametrize(("days", "refused"), [(-1, ["ends_on"]), (0, ["ends_on"]), (1, [])])
def test_the_last_day_comes_after_the_first(days: int, refused: list[str]) -> None:
    first = clock.today()
    sent = {"starts_on": first.isoformat(), "ends_on": (first + timedelta(days=days)).isoformat()}
    assert list(Activation().validate(sent)) == refused
