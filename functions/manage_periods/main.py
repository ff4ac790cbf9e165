"""Keeps the academic periods and the rates, and makes the sheets of honoraria."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.honorarium import papers, queries, rates, schemas, sheets
from common.domain.honorarium.errors import AlreadyListed, AlreadyPaid, MonthsOpen, NothingToPay, RateMissing
from common.domain.recruitment import periods
from common.domain.recruitment.errors import PeriodNameTaken, PeriodsOverlap
from common.domain.recruitment.period_schemas import PeriodForm, PeriodsView, PeriodView
from common.http import Call, Reply, endpoint, serve
from common.platform.auth import Role
from common.platform.content_types import PDF, XLSX
from common.platform.db import as_view
from common.platform.pages import PageQuery

if TYPE_CHECKING:
    from common.domain.honorarium.forms import NewRateForm, NewSheetForm, PaymentForm
    from common.domain.honorarium.views import RatesViewData, RateViewData, SheetPageData, SheetViewData
    from common.domain.recruitment.forms import PeriodFormForm
    from common.domain.recruitment.views import PeriodsViewData, PeriodViewData
    from common.platform.forms import PageQueryForm

ADMIN = {Role.ADMIN}
SHEET = "/v1/honorarium-sheets/{sheet_id}"
MADE = (MonthsOpen, RateMissing, NothingToPay, AlreadyListed)
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


@endpoint("GET", "/v1/honorarium-rates", roles=ADMIN, returns=schemas.RatesView)
def list_rates(call: Call) -> RatesViewData:
    """Every rate, the last set first."""
    return rates.rates(call.db)


@endpoint("POST", "/v1/honorarium-rates", roles=ADMIN, body=schemas.NewRate, returns=schemas.RateView, status=201)
def set_rate(call: Call[NewRateForm]) -> RateViewData:
    """Set a rate for sessions from a day on, of a course or the campus; a month that is locked keeps the one it had."""
    return rates.set_rate(call.db, call.actor, call.body)


@endpoint("GET", "/v1/honorarium-sheets", roles=ADMIN, query=PageQuery, returns=schemas.SheetPage)
def list_sheets(call: Call[PageQueryForm]) -> SheetPageData:
    """The sheets of honoraria, the last made first."""
    return queries.sheets(call.db, **call.query)


@endpoint(
    "POST",
    "/v1/honorarium-sheets",
    roles=ADMIN,
    body=schemas.NewSheet,
    returns=schemas.SheetView,
    status=201,
    errors=MADE,
)
def make_sheet(call: Call[NewSheetForm]) -> SheetViewData:
    """Make the sheet of a month from locked and approved days; the same lines give the same sheet again."""
    return queries.sheet(call.db, sheets.make_sheet(call.db, call.actor, **call.body))


@endpoint("POST", f"{SHEET}/paid", roles=ADMIN, body=schemas.Payment, returns=schemas.SheetView, errors=(AlreadyPaid,))
def mark_sheet_paid(call: Call[PaymentForm], sheet_id: UUID) -> SheetViewData:
    """Say on which day a sheet was paid, once."""
    sheets.mark_paid(call.db, call.actor, sheet_id, **call.body)
    return queries.sheet(call.db, sheet_id)


@endpoint("GET", f"{SHEET}/paper", roles=ADMIN, returns=PDF)
def print_sheet(call: Call, sheet_id: UUID) -> Callable[[], Reply]:
    """A sheet as PDF, to sign."""
    return partial(_saved, papers.as_pdf, papers.paper(call.db, sheet_id), call.language, "pdf", PDF)


@endpoint("GET", f"{SHEET}/workbook", roles=ADMIN, returns=XLSX)
def download_sheet(call: Call, sheet_id: UUID) -> Callable[[], Reply]:
    """The same as XLSX."""
    return partial(_saved, papers.as_workbook, papers.paper(call.db, sheet_id), call.language, "xlsx", XLSX)


def _saved(
    make: Callable[[papers.Paper, str], bytes], of: papers.Paper, language: str, ending: str, kind: str
) -> Reply:
    name = {"Content-Disposition": f'attachment; filename="{papers.file_name(of, ending)}"'}
    return Reply(content=make(of, language), content_type=kind, headers=name)


entry = serve(__name__, memory=512)
