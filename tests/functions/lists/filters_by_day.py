"""As `filters`: programme and day of vacancies; when contracts end or ended, and whether a month is locked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from common.domain.assistants.states import ContractState
from common.domain.attendance.tables import locked_months
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.functions.effects.scene import Cast
from tests.functions.lists.shown import Filtered, word

_DAY = timedelta(days=1)


def list_vacancies__program(cast: Cast) -> Filtered:
    """The whole name."""
    name = word()
    return _vacancies(cast, name, {"program": name}, {"program": f"{name} D3"})


def list_vacancies__day(cast: Cast) -> Filtered:
    return _vacancies(cast, "kamis", {"days": ["senin", "kamis"]}, {"days": ["jumat"]})


def list_contracts__ends_by(cast: Cast) -> Filtered:
    last = clock.today() + timedelta(days=14)
    kept, other, over = _contracts(
        cast, {"ends_on": last}, {"ends_on": last + _DAY}, {"ends_on": last, **_ended(clock.today())}
    )
    return Filtered(cast.views["dosen"], [last.isoformat()], [str(kept.id)], [str(other.id), str(over.id)])


def list_contracts__search(cast: Cast) -> Filtered:
    """By name, number and course."""
    with transaction() as db:
        owner = make.student(db, name=f"Budi {word()}", number=word())
        people = {"lecturer": cast.lecturer, "admin": cast.admin}
        kept, other = (make.contract(db, student=one, **people) for one in (owner, make.student(db)))
        course = db.execute(vacancies.select().where(vacancies.c.id == kept.vacancy_id)).one().course
    values = [owner.name.upper(), owner.number, course]
    return Filtered(cast.views["dosen"], values, [str(kept.id)], [str(other.id)])


def list_certificates__ended_since(cast: Cast) -> Filtered:
    since = clock.today() + timedelta(days=100)  # at the head of the list
    kept, other = _contracts(cast, _ended(since), _ended(since - _DAY))
    return Filtered(cast.views["admin"], [since.isoformat()], [str(kept.id)], [str(other.id)], key="contract_id")


def list_months__locked(cast: Cast) -> Filtered:
    month, last = date(2033, 5, 1), date(2033, 5, 31)
    kept, other = _contracts(cast, *[{"starts_on": month, "ends_on": last}] * 2)
    with transaction() as db:
        lock = {"month": month, "locked_by": cast.lecturer.id, "locked_at": clock.now()}
        make.insert(db, locked_months, contract_id=kept.id, **lock)
    ids, asked = ([str(kept.id)], [str(other.id)]), {"month": "2033-05"}
    return Filtered(cast.views["dosen"], ["true"], *ids, key="contract_id", query=asked)


def _vacancies(cast: Cast, value: str, *each: dict[str, Any]) -> Filtered:
    """At the head of the list."""
    with transaction() as db:
        soon = clock.now() + timedelta(hours=1)
        kept, other = (str(make.vacancy(db, cast.lecturer, closes_at=soon, **values).id) for values in each)
    return Filtered(cast.portal, [value], [kept], [other])


def _ended(day: date) -> dict[str, Any]:
    return {"state": ContractState.ENDED, "ended_at": clock.start_of(day)}


def _contracts(cast: Cast, *each: dict[str, Any]) -> list[Any]:
    people = {"student": cast.student, "lecturer": cast.lecturer, "admin": cast.admin}
    with transaction() as db:
        return [make.contract(db, **people, **values) for values in each]
