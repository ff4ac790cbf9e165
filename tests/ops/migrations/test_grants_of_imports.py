"""What reads lists of people may not do: it opens files that somebody was sent, and changes accounts."""

from __future__ import annotations

import pytest

from tests.ops.migrations.conftest import USERS, Login
from tests.ops.migrations.test_grants import INSUFFICIENT, refused

IMPORTS = USERS["import_people"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people SET password_hash = ''",
        "INSERT INTO people (number, password_hash) VALUES ('1', '')",
        "SELECT password_hash FROM people",
        "DELETE FROM people",
        "TABLE sessions",
        "TABLE applications",
        "UPDATE audit_log SET action = ''",
        "INSERT INTO tasks DEFAULT VALUES",
        "UPDATE uploads SET purpose = ''",
    ],
)
def test_what_reads_lists_of_people_sets_no_password(login: Login, statement: str) -> None:
    assert refused(login, IMPORTS, statement) == INSUFFICIENT
