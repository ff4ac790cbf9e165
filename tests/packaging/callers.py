"""People with a session, one of each role."""

from __future__ import annotations

from sqlalchemy import Connection

from common.domain.people import sessions
from common.platform.auth import Role
from tests import factories

PASSWORD = "Rahasia-sekali-7"


def people(db: Connection) -> dict[str, object]:
    """A row of `people` for each role; the aslab is a student with a running contract."""
    by_role = {role: factories.person(db, role) for role in (Role.STUDENT, Role.LECTURER, Role.ADMIN)}
    aslab = factories.student(db)
    factories.contract(db, student=aslab, lecturer=by_role[Role.LECTURER], admin=by_role[Role.ADMIN])
    return {**by_role, Role.ASLAB: aslab}


def tokens(db: Connection) -> dict[str, str]:
    """An access token for each role, and none for nobody."""
    opened = {role: sessions.open_session(db, person.id, [role]).access_token for role, person in people(db).items()}
    return {"": "", **opened}
