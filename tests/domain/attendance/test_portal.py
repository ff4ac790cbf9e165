"""What comes in by the address: answered as the contract promises, whatever stands there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from common.platform import clock
from common.platform.auth import Role
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.domain.attendance.scene import scene


@pytest.fixture
def aslab(portal: Portal) -> tuple[Portal, Any]:
    """Signed in as an aslab with a running contract."""
    student = portal.new(Role.STUDENT)
    with transaction() as db:
        contract = scene(db, student=student).contract
    return portal.as_(student, Role.ASLAB), contract.id


def test_an_empty_month_is_this_month(aslab: tuple[Portal, Any]) -> None:
    view, contract_id = aslab
    for nothing in ("", " ", "\u200b"):
        shown = view.call("list_attendances", contract_id=contract_id, query={"month": nothing})
        assert shown["month"] == f"{clock.today():%Y-%m}"


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "2٠٢٦-11", "0999-12", "kemarin"])
def test_what_is_no_month_is_refused_at_its_field(aslab: tuple[Portal, Any], month: str) -> None:
    view, contract_id = aslab
    refused = view.call("list_attendances", contract_id=contract_id, query={"month": month}, expect=422)
    assert refused.fields == {"month": "Bulan tidak valid"}


def test_a_contract_that_is_not_there_is_not_found(portal: Portal) -> None:
    view = portal.as_(portal.new(Role.LECTURER))
    view.call("list_attendances_to_verify", query={"contract_id": str(uuid4())}, expect=404)


def test_a_document_of_no_known_kind_is_not_found(portal: Portal) -> None:
    student = portal.new(Role.STUDENT)
    with transaction() as db:
        made = make.application(db, make.vacancy(db, make.lecturer(db)), student)
    view = portal.as_(student)
    for kind in ("%00", "cv%00", "%ED%A0%80", "ijazah"):
        refused = view.call("open_document", application_id=made.id, kind=kind, expect=404)
        assert refused.code == "not_found"
