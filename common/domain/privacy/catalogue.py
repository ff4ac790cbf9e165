"""Every table of the nouns in one catalogue: what is derived from the declarations must see them all."""

# ruff: noqa: F401

import common.domain.announcements.tables
import common.domain.assistants.tables
import common.domain.attendance.tables
import common.domain.audit.tables
import common.domain.certificates.tables
import common.domain.honorarium.tables
import common.domain.imports.tables
import common.domain.notifications.tables
import common.domain.people.tables
import common.domain.recruitment.tables
import common.domain.uploads.tables
from common.platform.db import metadata

__all__ = ["metadata"]
