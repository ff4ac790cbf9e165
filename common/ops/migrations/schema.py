"""Every table of the product in one catalogue, for migrations and tests: each import enters its tables."""

# ruff: noqa: F401

import common.domain.privacy.catalogue
import common.domain.reports.tables
import common.http.tables
import common.platform.queue.tasks
from common.platform.db import metadata

__all__ = ["metadata"]
