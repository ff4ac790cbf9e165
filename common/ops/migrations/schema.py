"""Every table of the product in one catalogue, for migrations and tests: each import enters its tables."""

# ruff: noqa: F401

import common.domain.assistants.tables
import common.domain.attendance.tables
import common.domain.audit.tables
import common.domain.certificates.tables
import common.domain.imports.tables
import common.domain.notifications.tables
import common.domain.people.tables
import common.domain.recruitment.tables
import common.domain.reports.tables
import common.domain.uploads.tables
import common.http.tables
import common.platform.queue.tasks
from common.platform.db import metadata

__all__ = ["metadata"]
