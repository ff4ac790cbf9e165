"""Publishing, changing and closing vacancies: the work of the lecturer who owns them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update

from common.domain import audit
from common.domain.people.tables import PersonRole, people
from common.domain.recruitment.belonging import assign_periods
from common.domain.recruitment.deadlines import move_deadlines
from common.domain.recruitment.errors import CriteriaInUse, PamphletInUse, QuotaBelowAccepted, VacancyHasApplicants
from common.domain.recruitment.inviting import notify_invited
from common.domain.recruitment.policy import require_owner_of
from common.domain.recruitment.share_tasks import ask_for_page
from common.domain.recruitment.states import VACANCY, VacancyState
from common.domain.recruitment.tables import (
    academic_periods,
    applications,
    co_lecturers,
    criteria,
    invitations,
    vacancies,
    vacancy_copies,
)
from common.domain.recruitment.vacancy_schemas import CLOSES, OPENS
from common.domain.uploads.tables import Purpose
from common.domain.uploads.unused import discard
from common.domain.uploads.usable import at_field, complaint, usable_files
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, columns_of, translating_constraints, without_secrets
from common.platform.errors import Invalid, Problem
from common.platform.fields import not_valid, required
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.recruitment.forms import NewCriterionForm, NewVacancyForm, VacancyChangeForm
    from common.domain.recruitment.rows import VacancyRow

_NEW_DEADLINE = Text("Tanggal tutup baru wajib diisi", en="A new closing date is required", code="required")
_PAST = Text("Tanggal tutup harus di masa depan", en="The closing date must be in the future", code="in_the_past")
_CONFIRMED = Text(
    "Batas konfirmasi harus di masa depan", en="The confirmation date must be in the future", code="in_the_past"
)
_ORDER = Text(
    "Tanggal tutup harus setelah tanggal buka", en="The closing date must be after the opening date", code="order"
)
_PAMPHLET = Text(
    "Pamflet harus JPG, PNG, atau PDF maksimal 2 MB",
    en="The pamphlet must be a JPG, PNG or PDF of at most 2 MB",
    code="pamphlet_refused",
)
_ONE_USE: dict[str, Callable[[], Problem]] = {"vacancies_pamphlet_id_key": lambda: PamphletInUse.at("pamphlet_id")}
_PERIOD = not_valid(Text("Periode akademik", en="Academic period"))
_NO_SUCH_LECTURER = Text("NIP dosen tidak ditemukan", en="There is no lecturer with this NIP", code="no_such_lecturer")


def publish_vacancy(db: Connection, actor: Actor, form: NewVacancyForm) -> UUID:
    """A new vacancy, as a draft or open from its opening date on."""
    named: VacancyChangeForm = {
        "opens_at": form["opens_at"],
        "closes_at": form["closes_at"],
        "pamphlet_id": form["pamphlet_id"],
        "period_id": form["period_id"],
        "confirm_by": form["confirm_by"],
    }
    _validate(db, actor, named, form["opens_at"], form["closes_at"])
    now = clock.now()
    parts = {"criteria", "co_lecturers"}
    row = {name: value for name, value in form.items() if name not in parts}
    row |= {"lecturer_id": actor.person_id, "created_at": now, "updated_at": now}
    with translating_constraints(_ONE_USE):
        vacancy_id: UUID = db.execute(vacancies.insert().values(row).returning(vacancies.c.id)).scalar_one()
    assign_periods(db, vacancies.c.id == vacancy_id)
    _write_criteria(db, vacancy_id, form["criteria"])
    _write_co_lecturers(db, vacancy_id, actor, form["co_lecturers"])
    ask_for_page(db, vacancy_id)
    audit.record(db, actor, "vacancy.created", "vacancy", vacancy_id, new=form)
    return vacancy_id


def change_vacancy(db: Connection, actor: Actor, vacancy_id: UUID, form: VacancyChangeForm) -> None:
    """Change what the form names. The quota may not fall below the seats taken; criteria stay once somebody applied.

    A vacancy that was closed by hand is opened again with a new closing date (LOW-13).
    """
    before = require_owner_of(db, actor, vacancy_id)
    row = {name: value for name, value in form.items() if name != "criteria"}
    if form.get("state", before.state) != before.state:
        VACANCY.check(before.state, VacancyState(form["state"]), actor)
    reopened = before.state == VacancyState.CLOSED and form.get("state") == VacancyState.PUBLISHED
    if reopened and "closes_at" not in form:
        raise Invalid(fields={"closes_at": [_NEW_DEADLINE]})
    old, new = audit.changes(columns_of(before), row)
    if new.get("state") == VacancyState.PUBLISHED:
        _require_dates(new, before)
        new.setdefault("closes_at", before.closes_at)  # a draft may have waited past its own date
    # Of the form those fields that differ.
    _validate(db, actor, cast("VacancyChangeForm", new), before.opens_at, before.closes_at)
    if "criteria" in form:
        _replace_criteria(db, vacancy_id, form["criteria"])
    seats = {"vacancies_seats_check": lambda: QuotaBelowAccepted.at("quota", accepted=before.accepted)}
    with translating_constraints(_ONE_USE | seats):
        db.execute(update(vacancies).where(vacancies.c.id == vacancy_id).values(**new, updated_at=clock.now()))
    assign_periods(db, vacancies.c.id == vacancy_id)
    if "confirm_by" in new:
        move_deadlines(db, vacancy_id, form["confirm_by"])
    if "pamphlet_id" in new:
        _discard_pamphlet(db, before.pamphlet_id)
    if before.state == VacancyState.DRAFT and "state" in new:
        notify_invited(db, vacancy_id)
    ask_for_page(db, vacancy_id)
    action = "vacancy.reopened" if reopened else "vacancy.changed"
    audit.record(db, actor, action, "vacancy", vacancy_id, old=old, new=new)


def close_vacancy(db: Connection, actor: Actor, vacancy_id: UUID) -> None:
    """No more applications from now on; those that are there can still be selected."""
    before = require_owner_of(db, actor, vacancy_id)
    VACANCY.check(before.state, VacancyState.CLOSED, actor)
    closed = update(vacancies).where(vacancies.c.id == vacancy_id)
    db.execute(closed.values(state=VacancyState.CLOSED, updated_at=clock.now()))
    ask_for_page(db, vacancy_id)
    audit.record(
        db,
        actor,
        "vacancy.closed",
        "vacancy",
        vacancy_id,
        old={"state": before.state},
        new={"state": VacancyState.CLOSED},
    )


def delete_vacancy(db: Connection, actor: Actor, vacancy_id: UUID) -> None:
    """Only without applicants; the pamphlet goes with it."""
    before = require_owner_of(db, actor, vacancy_id)
    if _has_applicants(db, vacancy_id):
        raise VacancyHasApplicants()
    names_it = (vacancy_copies.c.copy_id == vacancy_id) | (vacancy_copies.c.source_id == vacancy_id)
    db.execute(delete(vacancy_copies).where(names_it))
    for table in (criteria, co_lecturers, invitations):
        db.execute(delete(table).where(table.c.vacancy_id == vacancy_id))
    db.execute(delete(vacancies).where(vacancies.c.id == vacancy_id))
    _discard_pamphlet(db, before.pamphlet_id)
    ask_for_page(db, vacancy_id)
    audit.record(db, actor, "vacancy.deleted", "vacancy", vacancy_id, old={"course": before.course})


def _discard_pamphlet(db: Connection, pamphlet_id: UUID | None) -> None:
    if pamphlet_id:
        discard(db, pamphlet_id, ~exists().where(vacancies.c.pamphlet_id == pamphlet_id))


def _require_dates(new: Mapping[str, object], before: VacancyRow) -> None:
    """A draft that was copied has none."""
    dates = {"opens_at": (OPENS, before.opens_at), "closes_at": (CLOSES, before.closes_at)}
    missing = {name: [required(label)] for name, (label, known) in dates.items() if not (new.get(name) or known)}
    if missing:
        raise Invalid(fields=missing)


def _validate(
    db: Connection, actor: Actor, form: VacancyChangeForm, opens_at: datetime | None, closes_at: datetime | None
) -> None:
    """What a schema cannot know: the clock, the other date, and whether what the form points to is there."""
    wrong: dict[str, Sequence[Text]] = {}
    closing, opening = form.get("closes_at"), form.get("opens_at")
    if closing and closing <= clock.now():
        wrong |= {"closes_at": [_PAST]}
    elif (closing or opening) and (last := closing or closes_at) and (first := opening or opens_at) and last <= first:
        wrong |= {"closes_at": [_ORDER]}
    if pamphlet := form.get("pamphlet_id"):
        state = usable_files(db, actor.person_id, [pamphlet], Purpose.PAMPHLET).get(pamphlet)
        wrong |= at_field("pamphlet_id", complaint(state, _PAMPHLET))
    if (period := form.get("period_id")) and not db.scalar(
        select(academic_periods.c.id).where(academic_periods.c.id == period)
    ):
        wrong |= at_field("period_id", _PERIOD)
    if (confirm_by := form.get("confirm_by")) and confirm_by < clock.today():
        wrong |= {"confirm_by": [_CONFIRMED]}
    if wrong:
        raise Invalid(fields=wrong)


def _replace_criteria(db: Connection, vacancy_id: UUID, wanted: Sequence[NewCriterionForm]) -> None:
    if _has_applicants(db, vacancy_id):
        raise CriteriaInUse()
    db.execute(delete(criteria).where(criteria.c.vacancy_id == vacancy_id))
    _write_criteria(db, vacancy_id, wanted)


def _write_criteria(db: Connection, vacancy_id: UUID, wanted: Sequence[NewCriterionForm]) -> None:
    rows = [{"vacancy_id": vacancy_id, "position": place, **one} for place, one in enumerate(wanted)]
    db.execute(criteria.insert(), rows)


def _write_co_lecturers(db: Connection, vacancy_id: UUID, actor: Actor, numbers: Sequence[str]) -> None:
    wanted = select(*without_secrets(people)).where(
        people.c.number.in_(numbers), people.c.role == PersonRole.LECTURER, people.c.active, people.c.id != actor.id
    )
    found: Sequence[PersonRow] = all_of(db, wanted)
    lecturers = {row.number: row.id for row in found}
    wrong = {f"co_lecturers.{n}": [_NO_SUCH_LECTURER] for n, number in enumerate(numbers) if number not in lecturers}
    if wrong:
        raise Invalid(fields=wrong)
    if lecturers:
        db.execute(
            co_lecturers.insert(), [{"vacancy_id": vacancy_id, "lecturer_id": one} for one in lecturers.values()]
        )


def _has_applicants(db: Connection, vacancy_id: UUID) -> bool:
    return bool(db.scalar(select(func.count()).where(applications.c.vacancy_id == vacancy_id)))
