"""Every table of the product in one catalogue, for migrations and tests."""

import common.assistants.tables
import common.attendance.tables
import common.audit.tables
import common.certificates.tables
import common.http.idempotency
import common.notifications.tables
import common.people.tables
import common.recruitment.tables
import common.uploads.tables  # noqa: F401 - each import enters its tables
from common.db import metadata

__all__ = ["metadata"]
