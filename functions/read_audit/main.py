"""Shows admins who did what and when; nothing here can change a line of it."""

from typing import Any

from common.audit import queries
from common.audit.schemas import AuditPage, AuditQuery
from common.auth import Role
from common.http import Call, endpoint, serve


@endpoint("GET", "/v1/audit", roles={Role.ADMIN}, query=AuditQuery, returns=AuditPage)
def read_audit(call: Call) -> dict[str, Any]:
    """The audit log, the newest first, by person, action, subject and day."""
    return queries.audit_page(call.db, **call.query)


entry = serve(__name__)
