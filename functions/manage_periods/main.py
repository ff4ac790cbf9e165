"""Keeps the academic periods, the campus calendar and the rates, and makes the sheets of honoraria."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.honorarium import queries, rates, schemas, sheets
from common.domain.honorarium.errors import AlreadyListed, AlreadyPaid, MonthsOpen, NothingToPay, RateMissing
from common.domain.recruitment import calendar, calendar_file, periods
from common.domain.recruitment import calendar_schemas as days
from common.domain.recruitment.errors import DaysTaken, PeriodNameTaken, PeriodsOverlap
from common.domain.recruitment.period_schemas import PeriodForm, PeriodsView, PeriodView
from common.http import Call, endpoint, serve
from common.platform.auth import Role
from common.platform.db import as_view
from common.platform.pages import PageQuery

if TYPE_CHECKING:
    from common.domain.honorarium import forms as pay_forms
    from common.domain.honorarium import views as pay_views
    from common.domain.recruitment import forms, views
    from common.platform.forms import PageQueryForm

ADMIN = {Role.ADMIN}
CALENDAR, ENTRY = "/v1/calendar", "/v1/calendar/{entry_id}"
SHEETS, SHEET = "/v1/honorarium-sheets", "/v1/honorarium-sheets/{sheet_id}"
MADE = (MonthsOpen, RateMissing, NothingToPay, AlreadyListed)
RULES, TAKEN = (PeriodNameTaken, PeriodsOverlap), (DaysTaken,)


@endpoint("GET", "/v1/periods", roles={Role.ADMIN, Role.LECTURER}, returns=PeriodsView)
def list_periods(call: Call) -> views.PeriodsViewData:
    """Every academic period, the newest first."""
    return periods.periods(call.db)


@endpoint("POST", "/v1/periods", roles=ADMIN, body=PeriodForm, returns=PeriodView, status=201, errors=RULES)
def add_period(call: Call[forms.PeriodFormForm]) -> views.PeriodViewData:
    """Add a period; two periods may not overlap."""
    return as_view(periods.add_period(call.db, call.actor, call.body))


@endpoint("PUT", "/v1/periods/{period_id}", roles=ADMIN, body=PeriodForm, returns=PeriodView, errors=RULES)
def change_period(call: Call[forms.PeriodFormForm], period_id: UUID) -> views.PeriodViewData:
    """Change name or dates of a period."""
    return as_view(periods.change_period(call.db, call.actor, period_id, call.body))


@endpoint("GET", CALENDAR, roles=ADMIN, returns=days.CalendarView)
def list_calendar(call: Call) -> views.CalendarViewData:
    """Campus holidays and exam weeks, the latest first."""
    return calendar.calendar(call.db)


@endpoint("POST", CALENDAR, roles=ADMIN, body=days.CalendarForm, returns=days.EntryView, status=201, errors=TAKEN)
def add_to_calendar(call: Call[forms.CalendarFormForm]) -> views.EntryViewData:
    """Add a holiday or exam days."""
    return as_view(calendar.add(call.db, call.actor, call.body))


@endpoint("POST", f"{CALENDAR}/file", roles=ADMIN, body=days.CalendarFile, returns=days.ImportedView, errors=TAKEN)
def import_calendar(call: Call[forms.CalendarFileForm]) -> views.ImportedViewData:
    """Add the lines of a CSV, all or none of them."""
    return calendar_file.import_calendar(call.db, call.actor, **call.body)


@endpoint("PUT", ENTRY, roles=ADMIN, body=days.CalendarForm, returns=days.EntryView, errors=TAKEN)
def change_calendar(call: Call[forms.CalendarFormForm], entry_id: UUID) -> views.EntryViewData:
    """Change an entry of the calendar."""
    return as_view(calendar.change(call.db, call.actor, entry_id, call.body))


@endpoint("DELETE", ENTRY, roles=ADMIN, status=204)
def remove_from_calendar(call: Call, entry_id: UUID) -> None:
    """Take an entry out of the calendar."""
    calendar.remove(call.db, call.actor, entry_id)


@endpoint("GET", "/v1/honorarium-rates", roles=ADMIN, returns=schemas.RatesView)
def list_rates(call: Call) -> pay_views.RatesViewData:
    """Every rate, the last set first."""
    return rates.rates(call.db)


@endpoint("POST", "/v1/honorarium-rates", roles=ADMIN, body=schemas.NewRate, returns=schemas.RateView, status=201)
def set_rate(call: Call[pay_forms.NewRateForm]) -> pay_views.RateViewData:
    """Set a rate for sessions from a day on, of a course or the campus; a month that is locked keeps the one it had."""
    return rates.set_rate(call.db, call.actor, call.body)


@endpoint("GET", SHEETS, roles=ADMIN, query=PageQuery, returns=schemas.SheetPage)
def list_sheets(call: Call[PageQueryForm]) -> pay_views.SheetPageData:
    """The sheets of honoraria, the last made first."""
    return queries.sheets(call.db, **call.query)


@endpoint("POST", SHEETS, roles=ADMIN, body=schemas.NewSheet, returns=schemas.SheetView, status=201, errors=MADE)
def make_sheet(call: Call[pay_forms.NewSheetForm]) -> pay_views.SheetViewData:
    """Make the sheet of a month from locked and approved days; the same lines give the same sheet again."""
    return queries.sheet(call.db, sheets.make_sheet(call.db, call.actor, **call.body))


@endpoint("POST", f"{SHEET}/paid", roles=ADMIN, body=schemas.Payment, returns=schemas.SheetView, errors=(AlreadyPaid,))
def mark_sheet_paid(call: Call[pay_forms.PaymentForm], sheet_id: UUID) -> pay_views.SheetViewData:
    """Say on which day a sheet was paid, once."""
    sheets.mark_paid(call.db, call.actor, sheet_id, **call.body)
    return queries.sheet(call.db, sheet_id)


entry = serve(__name__)
