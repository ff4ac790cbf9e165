"""Shows figures, audit log and honoraria, searches, exports lists, and gives everybody the own data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.audit import queries
from common.domain.audit.schemas import AuditPage, AuditQuery
from common.domain.honorarium import papers
from common.domain.privacy.own_data import Rows, own_data
from common.domain.privacy.own_file import ZIP, own_file
from common.domain.recruitment.errors import NotYourVacancy
from common.domain.reports import dashboard, exporting, searching
from common.domain.reports import to_do as waiting
from common.domain.reports.export_schemas import ExportView, NewExport
from common.domain.reports.schemas import DashboardQuery, DashboardView, ToDoPage
from common.domain.reports.search_schemas import HitPage, SearchQuery
from common.http import Call, Reply, endpoint, serve
from common.platform.auth import ANY_ROLE, ANY_SESSION, Role
from common.platform.content_types import PDF, XLSX
from common.platform.errors import Forbidden, Invalid, NotFound

if TYPE_CHECKING:
    from common.domain.audit.forms import AuditQueryForm
    from common.domain.audit.views import AuditPageData
    from common.domain.reports.forms import DashboardQueryForm, NewExportForm, SearchQueryForm
    from common.domain.reports.views import DashboardViewData, ExportViewData, HitPageData, ToDoPageData

READERS = {Role.ADMIN, Role.LECTURER}


@endpoint("GET", "/v1/audit", roles={Role.ADMIN}, query=AuditQuery, returns=AuditPage)
def read_audit(call: Call[AuditQueryForm]) -> AuditPageData:
    """The audit log, the newest first, by person, action, subject and day."""
    return queries.audit_page(call.db, **call.query)


@endpoint(
    "GET", "/v1/reports/dashboard", roles={Role.ADMIN}, query=DashboardQuery, returns=DashboardView, errors=(NotFound,)
)
def show_dashboard(call: Call[DashboardQueryForm]) -> DashboardViewData:
    """The figures of one period: of the running one, or else of the newest, unless another is named."""
    return dashboard.dashboard(call.db, **call.query)


@endpoint("GET", "/v1/to-do", roles=ANY_ROLE, returns=ToDoPage)
def list_to_do(call: Call) -> ToDoPageData:
    """What waits for oneself in the role that one is in: each number is that of the list behind it."""
    return waiting.to_do(call.db, call.actor)


@endpoint("GET", "/v1/search", roles=ANY_ROLE, query=SearchQuery, returns=HitPage, most_at_once=4)
def search_campus(call: Call[SearchQueryForm]) -> HitPageData:
    """People, vacancies, contracts and certificates that one may see, by a part of a name, number or course."""
    return searching.hits(call.db, call.actor, **call.query)


@endpoint(
    "POST",
    "/v1/exports",
    roles=READERS,
    body=NewExport,
    returns=ExportView,
    status=201,
    errors=(Forbidden, NotYourVacancy, NotFound, Invalid),
    repeats_do_no_harm=True,
)
def export_list(call: Call[NewExportForm]) -> Callable[[], ExportViewData]:
    """Export a list by its filters: a short one at once, a long one by the queue. An admin's are all rows, a lecturer's
    their own."""
    return exporting.ask(call.db, call.actor, call.language, **call.body)


@endpoint("GET", "/v1/exports/{export_id}", roles=READERS, returns=ExportView)
def show_export(call: Call, export_id: UUID) -> Callable[[], ExportViewData]:
    """How far one's own export is, and the link to its file once it is done."""
    return exporting.show(call.db, call.actor, call.language, export_id)


@endpoint("GET", "/v1/honorarium-sheets/{sheet_id}/paper", roles={Role.ADMIN}, returns=PDF)
def print_sheet(call: Call, sheet_id: UUID) -> Callable[[], Reply]:
    """A sheet as PDF, to sign."""
    return partial(_saved, papers.as_pdf, papers.paper(call.db, sheet_id), call.language, "pdf", PDF)


@endpoint("GET", "/v1/honorarium-sheets/{sheet_id}/workbook", roles={Role.ADMIN}, returns=XLSX)
def download_sheet(call: Call, sheet_id: UUID) -> Callable[[], Reply]:
    """The same as XLSX."""
    return partial(_saved, papers.as_workbook, papers.paper(call.db, sheet_id), call.language, "xlsx", XLSX)


def _saved(
    make: Callable[[papers.Paper, str], bytes], of: papers.Paper, language: str, ending: str, kind: str
) -> Reply:
    return Reply.file(make(of, language), kind, papers.file_name(of, ending))


@endpoint("GET", "/v1/own-data", roles=ANY_SESSION, returns=ZIP, is_recorded=True, most_at_once=1)
def take_own_data(call: Call) -> Callable[[], Reply]:
    """All that names oneself, as one file with the documents that one has handed in."""
    return partial(_as_file, own_data(call.db, call.actor))


def _as_file(data: Mapping[str, Rows]) -> Reply:
    """After the commit: no connection is held while the bucket is read."""
    name = {"Content-Disposition": 'attachment; filename="si-aslab-data.zip"', "Cache-Control": "no-store"}
    return Reply(content=own_file(data), content_type=ZIP, headers=name)


entry = serve(
    __name__,
    live=True,
    buckets={"export_bucket": ("read", "write", "sign"), "private_bucket": ("read",)},
    memory=512,
)
