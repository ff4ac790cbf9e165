"""Refused access leaves a line with the person and the operation, whatever else the request wrote (AUTH-11, SEL-08)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from common.domain.audit.tables import audit_log
from common.ops.contract import load_functions
from common.ops.local.campus import Campus
from common.platform.auth import ANY_ROLE, Role
from common.platform.db import transaction
from tests.client import Answer, Portal, operations
from tests.conftest import reset_database
from tests.functions import bodies
from tests.functions.strangers import ROLES, World, build

WITH_DATABASE = sorted(
    endpoint.name
    for function in load_functions().values()
    for endpoint in function.endpoints
    if function.database and not endpoint.public
)
NOT_FOR_ALL = [name for name in WITH_DATABASE if not operations()[name].roles >= ANY_ROLE]
UNDECIDED_OUT = sorted(n for n, one in operations().items() if not one.public and Role.UNDECIDED not in one.roles)
# The refusals of a row that is somebody else's, by the operations that meet one in `strangers`.
FOREIGN = {
    "not_your_vacancy": {"show_candidate", "accept_candidate", "change_vacancy", "end_contract", "open_document"},
    "not_your_aslab": {"approve_attendance", "reject_attendance", "open_photo"},
    "not_your_contract": {"record_attendance", "list_attendances"},
    "not_your_attendance": {"correct_attendance", "open_photo"},
    "not_your_file": {"show_upload"},
    "not_your_certificate": {"open_certificate"},
    "forbidden": {"withdraw_application", "open_document"},
}


@pytest.fixture(scope="module")
def world(campus: Campus) -> Iterator[World]:
    yield build(Portal(campus))
    reset_database()


@pytest.mark.parametrize("name", NOT_FOR_ALL)
def test_a_role_that_is_not_let_in_is_written_down(world: World, name: str) -> None:
    endpoint = operations()[name]
    role = next(role for role in ROLES if role not in endpoint.roles)
    refused = ask(world, name, role)
    assert lines(refused) == [(world.people[role].id, role, "refused.forbidden", "operation", endpoint.operation_id)]


@pytest.mark.parametrize(("code", "name"), [(code, name) for code in FOREIGN for name in sorted(FOREIGN[code])])
def test_a_row_of_somebody_else_is_written_down(world: World, code: str, name: str) -> None:
    endpoint = operations()[name]
    asked = {role: ask(world, name, role) for role in endpoint.roles - {Role.ADMIN}}
    strangers = {role: refused for role, refused in asked.items() if refused.code == code}
    assert strangers, f"{name} never answers {code}"
    for role, refused in strangers.items():
        line = (world.people[role].id, role, f"refused.{code}", "operation", endpoint.operation_id)
        assert lines(refused) == [line]


@pytest.mark.parametrize("name", UNDECIDED_OUT)
def test_who_has_still_to_choose_a_role_is_refused(world: World, name: str) -> None:
    assert ask(world, name, Role.UNDECIDED).code == "forbidden"


def test_what_is_refused_for_another_reason_leaves_no_line(world: World) -> None:
    student = world.views[Role.STUDENT]
    wrong = student.call("submit_application", json={}, expect=422, vacancy_id=world.theirs["vacancy_id"])
    assert lines(wrong) == []


def ask(world: World, name: str, role: Role) -> Answer:
    endpoint = operations()[name]
    return world.views[role].call(name, json=bodies.valid(endpoint), expect=403, **world.path_of(endpoint))


def lines(answer: Answer) -> list[tuple[Any, ...]]:
    """What the request left in the audit log."""
    c = audit_log.c
    wanted = select(c.actor_id, c.actor_role, c.action, c.subject_type, c.subject_id)
    with transaction() as db:
        return [tuple(row) for row in db.execute(wanted.where(c.request_id == answer["request_id"]))]
