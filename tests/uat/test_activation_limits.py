"""Module 6: who is not activated."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.recruitment.states import ApplicationState
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import without_bystanders
from tests.client import Portal
from tests.outcomes import lines
from tests.races import together
from tests.uat.refusals import refused, settle, unchanged

NOT_ACCEPTED = ("Hanya pendaftar berstatus Diterima yang dapat diaktifkan", "Only accepted applicants can be activated")
ACTIVE = ("Akun aslab sudah aktif", "The lab assistant account is already active")


def dates() -> dict[str, str]:
    today = clock.today()
    return {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=100)).isoformat()}


def applied(portal: Portal, state: ApplicationState) -> tuple[Any, Any]:
    """A student and their application in this state."""
    with transaction() as db:
        post = make.vacancy(db, make.lecturer(db), accepted=1)
        student = make.student(db)
        return student, make.application(db, post, student, state=state)


def test_act_04_who_is_not_accepted_is_not_activated(portal: Portal) -> None:
    """Menunggu, ditolak dan lainnya: "Hanya pendaftar berstatus Diterima yang dapat diaktifkan", tidak berubah."""
    _, accepted = applied(portal, ApplicationState.ACCEPTED)
    others = [applied(portal, state)[1] for state in ApplicationState if state != ApplicationState.ACCEPTED]
    assert {"menunggu", "ditolak"} <= {one.state for one in others}
    admin = portal.as_(portal.new("admin"))
    with unchanged(portal):
        for one in others:
            refused(admin, "activate_aslab", 409, *NOT_ACCEPTED, application_id=one.id, json=dates())
    ready = without_bystanders(admin.call("list_ready")["items"], "application_id")
    assert [one["application_id"] for one in ready] == [str(accepted.id)]
    assert without_bystanders(admin.call("list_contracts")["items"]) == []


@pytest.mark.parametrize("at_once", [False, True])
def test_act_05_an_application_is_activated_once(portal: Portal, at_once: bool) -> None:
    """Dua kali, atau dua admin sekaligus: "Akun aslab sudah aktif"; satu baris, satu email."""
    student, application = applied(portal, ApplicationState.ACCEPTED)
    applied(portal, ApplicationState.ACCEPTED)
    admins = [portal.as_(portal.new("admin")) for _ in range(2)]
    call: dict[str, Any] = {"application_id": application.id, "json": dates()}
    if at_once:
        answers = together(partial(one.call, "activate_aslab", expect={201, 409}, **call) for one in admins)
        assert sorted(answer.status for answer in answers) == [201, 409]
        [lost] = [answer for answer in answers if answer.status == 409]
        assert (lost.code, lost.title) == ("already_active", ACTIVE[0])
    else:
        admins[0].call("activate_aslab", **call)
    settle(portal)
    assert [mail.recipients for mail in portal.campus.outbox.mails] == [(student.email,)]
    with unchanged(portal):
        for admin in admins:
            refused(admin, "activate_aslab", 409, *ACTIVE, **call)
    with transaction() as db:
        accounts = select(func.count()).where(aslab_accounts.c.person_id == student.id)
        assert db.scalar(accounts) == 1
        [contract] = db.scalars(select(contracts.c.id).where(contracts.c.student_id == student.id)).all()
        assert [line.action for line in lines(db, contract)] == ["contract.activated"]
