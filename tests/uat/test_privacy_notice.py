"""Module 11: the privacy notice, and who has agreed to which."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from common.domain.audit.tables import audit_log
from common.domain.people.tables import NOTICE_VERSION, people
from common.ops.checkout import CHECKOUT
from common.platform.db import all_of, transaction
from tests.client import PASSWORD, Portal

ROLES = ["mahasiswa", "dosen", "admin"]


def not_agreed(portal: Portal, role: str, version: str | None = None) -> Portal:
    """Somebody who has agreed to an earlier notice, or to none."""
    person = portal.new(role)
    with transaction() as db:
        db.execute(update(people).where(people.c.id == person.id).values(notice_version=version, notice_at=None))
    return portal.as_(person)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("version", [None, "2020-01-01"])
def test_lap_13_a_notice_that_changed_is_due_until_it_is_agreed_to(
    portal: Portal, role: str, version: str | None
) -> None:
    """Pemberitahuan berubah: diminta setuju; versi dan waktu tercatat, juga di profil dan log audit."""
    me = not_agreed(portal, role, version)
    assert me.call("current_session")["notice_due"]
    answer = me.call("edit_profile", json={"notice_version": NOTICE_VERSION})
    assert answer["notice_version"] == NOTICE_VERSION
    assert answer["notice_at"]
    assert not me.call("current_session")["notice_due"]
    assert me.call("show_profile")["notice_at"] == answer["notice_at"]
    with transaction() as db:
        [line] = all_of(db, select(audit_log).where(audit_log.c.action == "person.edited"))
    assert (line.old, line.new) == ({"notice_version": version}, {"notice_version": NOTICE_VERSION})


def test_lap_13_the_sign_in_says_so(portal: Portal) -> None:
    """Sudah terlihat saat masuk."""
    person = portal.new("mahasiswa")
    form = {"number": person.number, "password": PASSWORD}
    assert not portal.call("sign_in", json=form)["notice_due"]
    with transaction() as db:
        db.execute(update(people).where(people.c.id == person.id).values(notice_version=None))
    assert portal.call("sign_in", json=form)["notice_due"]


def test_lap_13_agreeing_again_keeps_the_first_time(portal: Portal) -> None:
    """Menekan dua kali tidak mengubah waktu persetujuan."""
    me = not_agreed(portal, "dosen")
    first = me.call("edit_profile", json={"notice_version": NOTICE_VERSION})
    again = me.call("edit_profile", json={"notice_version": NOTICE_VERSION})
    assert again["notice_at"] == first["notice_at"]


@pytest.mark.parametrize("version", ["2020-01-01", "2099-01-01", "", None])
def test_lap_13_only_the_notice_in_force_can_be_agreed_to(portal: Portal, version: str | None) -> None:
    """Versi lain ditolak di isiannya; tidak ada yang tersimpan."""
    me = not_agreed(portal, "dosen")
    refused = me.call("edit_profile", json={"notice_version": version}, expect=422)
    assert list(refused.fields) == ["notice_version"]
    assert me.call("show_profile")["notice_version"] is None


def test_lap_13_nothing_is_locked_from_who_has_not_agreed(portal: Portal) -> None:
    """WhatsApp ditolak dan pemberitahuan belum disetujui: semua halaman tetap terbuka."""
    me = not_agreed(portal, "mahasiswa")
    me.call("edit_profile", json={"whatsapp_wanted": False})
    for operation in ("show_profile", "read_inbox", "list_own_applications", "list_vacancies"):
        me.call(operation)
    assert me.call("current_session")["notice_due"]


def test_lap_13_the_portal_shows_the_notice_that_is_in_force() -> None:
    """Satu versi di halaman dan di server."""
    text = (CHECKOUT / "web/src/features/privacy/notice.ts").read_text()
    assert re.findall(r"VERSION = '([\d-]+)'", text) == [NOTICE_VERSION]
