"""Module 1: one's own sessions on several devices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from common.domain.people.tables import sessions
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import PASSWORD, Portal

PHONE = "Mozilla/5.0 (Linux; Android 10; K) Chrome/143.0.0.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/143.0.0.0 Safari/537.36 Edg/143.0"


def signed_in(portal: Portal, person: Any, browser: str) -> Portal:
    view = Portal(portal.campus)
    sent = {"number": person.number, "password": PASSWORD}
    view.hold(view.call("sign_in", json=sent, headers={"User-Agent": browser}))
    return view


def listed(view: Portal) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = view.call("list_own_sessions")["items"]
    return found


def is_out(view: Portal) -> bool:
    """At the next request, the inbox and the refresh included."""
    answers = [view.call(name, expect=401) for name in ("current_session", "read_inbox", "refresh_session")]
    return {answer.code for answer in answers} == {"session_ended"}


def test_auth_22_one_session_is_ended_then_all_others(portal: Portal) -> None:
    """Sesi di profil: perangkat, pemakaian pertama dan terakhir; akhiri satu, lalu semua yang lain."""
    person, begun = portal.new("mahasiswa"), clock.now()
    phone, laptop, third = (signed_in(portal, person, browser) for browser in (PHONE, LAPTOP, "python"))
    stranger = portal.as_(portal.new("mahasiswa"))
    with time_machine.travel(begun + timedelta(minutes=5), tick=True):
        phone.hold(phone.call("refresh_session"))
        shown = listed(laptop)
        assert [one["device"] for one in shown] == ["Chrome · Android", None, "Edge · Windows"]
        assert [one["current"] for one in shown] == [False, False, True]
        assert shown[0]["used_at"] > shown[0]["created_at"] >= begun.isoformat()[:19]
        for view in (phone, third):
            view.call("read_inbox")

        laptop.call("end_own_session", session_id=shown[0]["id"])
        assert is_out(phone)
        third.call("current_session")
        assert [one["device"] for one in listed(laptop)] == [None, "Edge · Windows"]

        laptop.call("end_other_sessions")
        assert is_out(third)
        assert [one["current"] for one in listed(laptop)] == [True]
        laptop.call("read_inbox")
        stranger.call("current_session")


def test_auth_22_nobody_ends_or_sees_the_session_of_another(portal: Portal) -> None:
    """Sesi orang lain tidak terlihat dan tidak dapat diakhiri."""
    owner, other = portal.as_(portal.new("mahasiswa")), portal.as_(portal.new("admin"))
    [session] = listed(owner)
    assert other.call("end_own_session", session_id=session["id"], expect=404).code == "not_found"
    assert session["id"] not in {one["id"] for one in listed(other)}
    other.call("end_other_sessions")
    owner.call("current_session")


@pytest.mark.parametrize(
    "over",
    [
        {"ended_at": timedelta(0)},
        {"used_at": timedelta(minutes=-61)},
        {"expires_at": timedelta(seconds=-1)},
    ],
)
def test_auth_22_a_session_that_is_over_is_not_shown(portal: Portal, over: dict[str, timedelta]) -> None:
    """Sesi yang sudah berakhir tidak ditampilkan."""
    person, now = portal.new("mahasiswa"), clock.now()
    times = {"created_at": now, "used_at": now, "expires_at": now + timedelta(hours=1)}
    with transaction() as db:
        running, gone = (
            make.insert(db, sessions, person_id=person.id, role="mahasiswa", **times | changed)
            for changed in ({}, {name: now + later for name, later in over.items()})
        )
    shown = {one["id"] for one in listed(portal.as_(person))}
    assert (str(running.id) in shown, str(gone.id) in shown) == (True, False)
