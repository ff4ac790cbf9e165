"""Shows the admin the figures of a period and the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.audit import queries
from common.domain.audit.schemas import AuditPage, AuditQuery
from common.domain.reports import dashboard
from common.domain.reports.schemas import DashboardQuery, DashboardView
from common.http import Call, endpoint, serve
from common.platform.auth import Role
from common.platform.errors import NotFound

if TYPE_CHECKING:
    from common.domain.audit.forms import AuditQueryForm
    from common.domain.audit.views import AuditPageData
    from common.domain.reports.forms import DashboardQueryForm
    from common.domain.reports.views import DashboardViewData


@endpoint("GET", "/v1/audit", roles={Role.ADMIN}, query=AuditQuery, returns=AuditPage)
def read_audit(call: Call[AuditQueryForm]) -> AuditPageData:
    """The audit log, the newest first, by person, action, subject and day."""
    return queries.audit_page(call.db, **call.query)


@endpoint(
    "GET",
    "/v1/reports/dashboard",
    roles={Role.ADMIN},
    query=DashboardQuery,
    returns=DashboardView,
    errors=(NotFound,),
)
def show_dashboard(call: Call[DashboardQueryForm]) -> DashboardViewData:
    """The figures of one period: of the running one, or else of the newest, unless another is named."""
    return dashboard.dashboard(call.db, **call.query)


entry = serve(__name__)
