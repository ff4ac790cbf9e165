"""Rates: added by admins, and never changed, so that a locked month keeps the one that it had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import insert, select

from common.domain import audit
from common.domain.honorarium.tables import honorarium_rates
from common.domain.people.tables import people
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, Query, value, view, views

if TYPE_CHECKING:
    from common.domain.honorarium.forms import NewRateForm
    from common.domain.honorarium.views import RatesViewData, RateViewData

_R = honorarium_rates.c


def set_rate(db: Connection, admin: Actor, form: NewRateForm) -> RateViewData:
    """For sessions from a day on. A month that was locked before keeps its rate (LAP-10)."""
    row = {**form, "set_by": admin.person_id, "set_at": clock.now()}
    made: UUID = value(db, insert(honorarium_rates).values(row).returning(_R.id))
    audit.record(db, admin, "rate.set", "rate", made, new=form)
    return view(db, _rates().where(_R.id == made))


def rates(db: Connection) -> RatesViewData:
    """Every rate, the latest set first; there are a few a year."""
    found: Sequence[RateViewData] = views(db, _rates().order_by(_R.set_at.desc(), _R.id))
    return {"items": found}


def _rates() -> Query:
    about = (_R.id, _R.course, _R.starts_on, _R.amount, _R.set_at, people.c.name.label("set_by"))
    return select(*about).join(people, people.c.id == _R.set_by)
