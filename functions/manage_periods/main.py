"""Keeps the academic periods, from which contracts take their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.recruitment import periods
from common.domain.recruitment.errors import PeriodNameTaken, PeriodsOverlap
from common.domain.recruitment.period_schemas import PeriodForm, PeriodsView, PeriodView
from common.http import Call, endpoint, serve
from common.platform.auth import Role
from common.platform.db import as_view

if TYPE_CHECKING:
    from common.domain.recruitment.forms import PeriodFormForm
    from common.domain.recruitment.views import PeriodsViewData, PeriodViewData

ADMIN = {Role.ADMIN}
RULES = (PeriodNameTaken, PeriodsOverlap)


@endpoint("GET", "/v1/periods", roles={Role.ADMIN, Role.LECTURER}, returns=PeriodsView)
def list_periods(call: Call) -> PeriodsViewData:
    """Every academic period, the newest first."""
    return periods.periods(call.db)


@endpoint("POST", "/v1/periods", roles=ADMIN, body=PeriodForm, returns=PeriodView, status=201, errors=RULES)
def add_period(call: Call[PeriodFormForm]) -> PeriodViewData:
    """Add a period; two periods may not overlap."""
    return as_view(periods.add_period(call.db, call.actor, call.body))


@endpoint("PUT", "/v1/periods/{period_id}", roles=ADMIN, body=PeriodForm, returns=PeriodView, errors=RULES)
def change_period(call: Call[PeriodFormForm], period_id: UUID) -> PeriodViewData:
    """Change name or dates of a period."""
    return as_view(periods.change_period(call.db, call.actor, period_id, call.body))


entry = serve(__name__)
