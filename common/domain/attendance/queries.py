"""Reading attendances: the aslab's own, and those that a lecturer verifies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import Select, SelectBase, and_, bindparam, func, select, true, tuple_

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.attendance.amending import last_amendment
from common.domain.attendance.locked import first_of, is_locked, last_of, month_locked
from common.domain.attendance.policy import late_entries_until, own_contract, require_own_aslab
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendance_corrections, attendances
from common.domain.people.tables import people
from common.domain.recruitment.policy import taught_by
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.calendar_text import zone_label
from common.platform.db import Connection, Query, all_of, one, view, views
from common.platform.db.json_list import json_page
from common.platform.pages import page_text, read_cursor

if TYPE_CHECKING:
    from common.domain.attendance.views import (
        AmendedViewData,
        AttendanceViewData,
        HistoryViewData,
        MyContractsData,
        MyContractViewData,
        TodayViewData,
        TotalsViewData,
        VerificationViewData,
        WeekViewData,
    )
    from common.platform.pages import JsonPage

    class OwnContract(Protocol):
        """A contract with today's attendance, if there is one."""

        id: UUID
        starts_on: date
        ends_on: date
        ended_at: datetime | None
        state: ContractState
        course: str
        lecturer: str
        attendance_id: UUID | None
        attendance_state: AttendanceState | None
        recorded_at: datetime | None


_A = attendances.c


def my_contracts(db: Connection, aslab: Actor, *, ended: bool) -> MyContractsData:
    """One's own contracts with today's attendance of each, those that run longest last (ABS-01)."""
    today = clock.today()
    wanted = _contracts(today).where(contracts.c.student_id == aslab.person_id)
    found: Sequence[OwnContract] = all_of(db, wanted.order_by(contracts.c.ends_on, contracts.c.id))
    rows = found if ended else [row for row in found if _takes_entries(row, today)]
    now = clock.now()
    return {"now": now, "today": today, "zone": zone_label(now), "items": [_with_today(row) for row in rows]}


def _contracts(today: date) -> Query:
    lecturer = people.alias("lecturer")
    own = (contracts.c.id, contracts.c.starts_on, contracts.c.ends_on, contracts.c.ended_at, contracts.c.state)
    first = (_A.id.label("attendance_id"), _A.state.label("attendance_state"), _A.recorded_at)
    return (
        select(*own, vacancies.c.course, lecturer.c.name.label("lecturer"), *first)
        .select_from(contracts)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        .join(lecturer, lecturer.c.id == vacancies.c.lecturer_id)
        .outerjoin(attendances, and_(_A.contract_id == contracts.c.id, _A.day == today))
    )


def _takes_entries(row: OwnContract, today: date) -> bool:
    runs = row.state == ContractState.ACTIVE and row.ends_on >= today
    return runs or late_entries_until(row) is not None


def _with_today(row: OwnContract) -> MyContractViewData:
    return {
        "id": row.id,
        "course": row.course,
        "lecturer": row.lecturer,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "state": row.state,
        "late_until": late_entries_until(row),
        "today": _today(row),
    }


def _today(row: OwnContract) -> TodayViewData | None:
    if row.attendance_id is None or row.attendance_state is None or row.recorded_at is None:
        return None
    return {"id": row.attendance_id, "state": row.attendance_state, "recorded_at": row.recorded_at}


def history(db: Connection, aslab: Actor, contract_id: UUID, *, month: str | None) -> HistoryViewData:
    """A month of one's own contract day by day, with totals per week and month; also when it is over (ABS-08)."""
    own_contract(db, aslab, contract_id)
    month = month or f"{clock.today():%Y-%m}"
    first = first_of(month)
    amended = last_amendment()
    own = select(attendances, *amended.c).outerjoin(amended, true())
    shown = own.where(_A.contract_id == contract_id, _A.day.between(first, last_of(first)))
    rows: Sequence[AmendedViewData] = views(db, shown.order_by(_A.day))
    locked = is_locked(db, contract_id, first)
    return {"month": month, "locked": locked, "items": rows, "weeks": _weeks(rows), "totals": _totals(rows)}


def _weeks(rows: Iterable[AttendanceViewData]) -> list[WeekViewData]:
    by_week: dict[date, list[AttendanceViewData]] = defaultdict(list)
    for row in rows:
        by_week[row["day"] - timedelta(days=row["day"].weekday())].append(row)
    return [{"starts_on": monday, **_totals(days)} for monday, days in sorted(by_week.items())]


def _totals(rows: Iterable[AttendanceViewData]) -> TotalsViewData:
    count = Counter(row["state"] for row in rows)
    waiting = count[AttendanceState.AWAITING_PHOTO] + count[AttendanceState.AWAITING_VERIFICATION]
    return {
        "total": count.total(),
        "waiting": waiting,
        "approved": count[AttendanceState.APPROVED],
        "rejected": count[AttendanceState.REJECTED],
    }


def to_verify(db: Connection, actor: Actor, *, contract_id: UUID | None, limit: int, **wanted: object) -> str:
    """Attendances of one's own aslab, or of all for an admin, as JSON text, the latest first (VER-01). Made in SQL.

    `wanted` are a `state`, the days `since` and `until`, and the cursor `after`; what is None is not asked for.
    Raises NotYourVacancy for another's contract.
    """
    everybody = actor.role == Role.ADMIN
    if contract_id and not everybody:
        require_own_aslab(db, actor, contract_id)
    values = {name: value for name, value in {**wanted, "contract": contract_id}.items() if value}
    statement = _to_verify(frozenset(values), everybody)
    if "after" in values:
        values["recorded_at"], values["id"] = read_cursor(str(values.pop("after")))
    found: JsonPage = one(
        db, statement, values={**values, "limit": limit, **({} if everybody else {"lecturer": actor.person_id})}
    )
    return page_text(found)


@cache
def _to_verify(asked: frozenset[str], everybody: bool) -> Query:
    narrowing = {
        "state": _A.state == bindparam("state"),
        "contract": _A.contract_id == bindparam("contract"),
        "since": _A.day >= bindparam("since"),
        "until": _A.day <= bindparam("until"),
        "after": tuple_(_A.recorded_at, _A.id) < tuple_(bindparam("recorded_at"), bindparam("id")),
    }
    own = () if everybody else (contracts.c.vacancy_id.in_(taught_by(bindparam("lecturer"))),)
    rows = _verifications().where(*own, *(narrowing[name] for name in sorted(asked)))
    return json_page(rows.order_by(_A.recorded_at.desc(), _A.id.desc()), "recorded_at", "id", backwards=True)


def count_to_verify(vacancy_ids: SelectBase) -> Select[int]:
    """How many wait for the lecturers of these vacancies."""
    own = select(contracts.c.id).where(contracts.c.vacancy_id.in_(vacancy_ids))
    waiting = (_A.state == AttendanceState.AWAITING_VERIFICATION) & _A.contract_id.in_(own)
    return select(func.count()).select_from(attendances).where(waiting)


def verification(db: Connection, attendance_id: UUID) -> VerificationViewData:
    """One attendance as its lecturer sees it."""
    return view(db, _verifications().where(_A.id == attendance_id))


@cache
def _verifications() -> Query:
    aslab, verifier, amended = people.alias("aslab"), people.alias("verifier"), last_amendment()
    former = attendance_corrections.c
    # All but what proves the photo, and who verified it, who is named instead.
    columns = [column for column in attendances.c if not column.name.startswith(("photo_", "verified_by"))]
    about = (aslab.c.name, aslab.c.number, vacancies.c.course, verifier.c.name.label("verified_by"))
    corrected = (former.activity.label("former_activity"), former.reason.label("former_reason"))
    return (
        select(*columns, month_locked().label("locked"), *about, *corrected, *amended.c)
        .join(contracts, contracts.c.id == _A.contract_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        .join(aslab, aslab.c.id == contracts.c.student_id)
        .outerjoin(verifier, verifier.c.id == _A.verified_by)
        .outerjoin(attendance_corrections, former.attendance_id == _A.id)
        .outerjoin(amended, true())
    )
