"""How much of the database a function needs follows from what it answers to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from common.http.function import Function
from common.ops.contract import load_functions
from common.ops.contract.access import document
from common.ops.migrations.grants import Access, declared

HEAD = """
    '''Counts the chairs of the laboratory.'''
    from common.platform.auth import PUBLIC, Role
    from common.http import Call, Event, endpoint, on_schedule, serve
"""
SHOWN = """
    @endpoint("GET", "/v1/chairs", roles=PUBLIC)
    def show_chairs(call: Call) -> None:
        '''How many there are.'''
"""
ADMINS = """
    @endpoint("GET", "/v1/chairs/owners", roles={Role.ADMIN})
    def show_owners(call: Call) -> None:
        '''Whose they are.'''
"""
CHANGED = """
    @endpoint("DELETE", "/v1/chairs", roles={Role.ADMIN}, status=204)
    def remove_chairs(call: Call) -> None:
        '''No more chairs.'''
"""
AT_NIGHT = """
    @on_schedule("0 0 * * *")
    def count(event: Event) -> None:
        '''Each night.'''
"""
END = "    entry = serve(__name__)\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + SHOWN + END, Access.PUBLIC),
        (HEAD + SHOWN + ADMINS + END, Access.READS),
        (HEAD + SHOWN + CHANGED + END, Access.CHANGES),
        (HEAD + AT_NIGHT + END, Access.CHANGES),
    ],
)
def test_the_access_follows_from_the_declaration(
    add_function: Callable[[str, str], None], text: str, expected: Access
) -> None:
    add_function("count_chairs", text)
    assert document(load_functions())["count_chairs"] == expected


def test_who_has_no_database_has_no_rights_in_it(functions: dict[str, Function]) -> None:
    assert not functions["read_inbox"].database
    assert set(document(functions)) == set(functions) - {"read_inbox"}


def test_the_migration_knows_what_is_declared(functions: dict[str, Function]) -> None:
    assert declared() == document(functions)
    less = {name: access for name, access in declared().items() if access != Access.CHANGES}
    assert less == {"browse_vacancies": "public", "check_certificate": "public", "read_reports": "reads"}
