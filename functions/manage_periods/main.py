"""Keeps the academic periods, from which contracts take their dates."""

from typing import Any
from uuid import UUID

from common.domain.recruitment import periods
from common.domain.recruitment.errors import PeriodNameTaken, PeriodsOverlap
from common.domain.recruitment.period_schemas import PeriodForm, PeriodsView, PeriodView
from common.http import Call, endpoint, serve
from common.platform.auth import Role

ADMIN = {Role.ADMIN}
RULES = (PeriodNameTaken, PeriodsOverlap)


@endpoint("GET", "/v1/periods", roles={Role.ADMIN, Role.LECTURER}, returns=PeriodsView)
def list_periods(call: Call) -> dict[str, Any]:
    """Every academic period, the newest first."""
    return periods.periods(call.db)


@endpoint("POST", "/v1/periods", roles=ADMIN, body=PeriodForm, returns=PeriodView, status=201, errors=RULES)
def add_period(call: Call) -> Any:
    """Add a period; two periods may not overlap."""
    return periods.add_period(call.db, call.actor, call.body)


@endpoint("PUT", "/v1/periods/{period_id}", roles=ADMIN, body=PeriodForm, returns=PeriodView, errors=RULES)
def change_period(call: Call, period_id: UUID) -> Any:
    """Change name or dates of a period."""
    return periods.change_period(call.db, call.actor, period_id, call.body)


entry = serve(__name__)
