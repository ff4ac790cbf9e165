"""Reading contracts."""

from __future__ import annotations

from typing import Any

from common.assistants.policy import is_aslab
from common.auth import Role
from common.db import Connection


def roles_of(db: Connection, person: Any) -> list[str]:
    """The roles a person may sign in with: the account's own, and aslab while a contract runs (AUTH-15)."""
    return [person.role, Role.ASLAB] if is_aslab(db, person.id) else [person.role]
