"""Module 11: what goes out after an application and after a decision, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from common.domain.notifications.tables import messages
from common.domain.recruitment.summaries import CLOSING_HOUR
from common.ops.local.whatsapp import NO_WHATSAPP
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.races import together
from tests.uat import cast
from tests.uat.refusals import settle

DECISIONS: dict[str, tuple[str, dict[str, Any] | None, str, str]] = {
    "diterima": ("accept_candidate", None, "Selamat, Anda diterima sebagai aslab Basis Data", "menerima Anda"),
    "ditolak": ("reject_candidate", {"reason": "Kuota terbatas"}, "Hasil seleksi aslab Basis Data", "Kuota terbatas"),
    "wawancara": ("invite_candidate", {"place": "Lab 2"}, "Undangan wawancara aslab Basis Data", "Lab 2"),
}


def published(lecturer: Portal, **values: Any) -> str:
    return str(lecturer.call("publish_vacancy", json=cast.vacancy_form(documents=[], quota=9, **values))["id"])


def applied(portal: Portal, person: Any, vacancy_id: str, nth: int = 1) -> str:
    """With addresses of its own in the form, by `nth`."""
    reached = {"email": address(nth), "whatsapp": f"0{number(nth)[2:]}"}
    student = portal.as_(person)
    form = cast.application_form(student, documents=[], **reached)
    return str(student.call("submit_application", vacancy_id=vacancy_id, json=form)["id"])


def candidates(portal: Portal, count: int) -> tuple[Portal, list[Any], list[Any]]:
    """A lecturer, students, and their applications for one vacancy with addresses of their own in each."""
    teacher, people = portal.new("dosen"), [portal.new("mahasiswa") for _ in range(count)]
    with transaction() as db:
        vacancy = make.vacancy(db, teacher, course="Basis Data", quota=9)
        reached = [{"email": address(n), "whatsapp": f"+{number(n)}"} for n in range(1, count + 1)]
        made = [make.application(db, vacancy, one, **by) for one, by in zip(people, reached, strict=True)]
    return portal.as_(teacher), people, [application.id for application in made]


def address(nth: int) -> str:
    return f"formulir{nth}@mahasiswa.test"


def number(nth: int) -> str:
    return f"628129999000{nth}"


def mails(portal: Portal) -> Counter[tuple[str, str]]:
    """What has come until now, after whatever was decided is delivered."""
    settle(portal)
    return Counter((mail.recipients[0], mail.subject) for mail in portal.campus.outbox.mails)


def whatsapps(portal: Portal) -> Counter[str]:
    """The same of WhatsApp messages; the mails are looked at first."""
    return Counter(message.to for message in portal.campus.outbox.whatsapps)


def test_notif_01_a_student_is_confirmed_and_the_lecturer_gets_one_summary_a_day(portal: Portal) -> None:
    """Mahasiswa mendaftar: email konfirmasi; dosen: satu ringkasan sehari, bukan satu email tiap pendaftar."""
    teacher, other = portal.new("dosen"), portal.new("dosen")
    lecturer, people = portal.as_(teacher), [portal.new("mahasiswa") for _ in range(2)]
    first, second = published(lecturer), published(lecturer, course="Jaringan Komputer")
    published(portal.as_(other))
    for nth, person in enumerate(people, 1):
        applied(portal, person, first, nth)
    applied(portal, people[0], second)
    assert mails(portal) == {
        (address(1), "Pendaftaran aslab Basis Data sudah masuk"): 1,
        (address(2), "Pendaftaran aslab Basis Data sudah masuk"): 1,
        (address(1), "Pendaftaran aslab Jaringan Komputer sudah masuk"): 1,
    }
    assert whatsapps(portal) == {}

    portal.campus.outbox.clear()
    closing = clock.start_of(clock.today()) + timedelta(hours=CLOSING_HOUR)
    closing += timedelta(days=int(closing <= clock.now()))
    for days in (0, 0, 1):
        with time_machine.travel(closing + timedelta(days=days, minutes=1), tick=True):
            assert portal.campus.host.deliver("keep_house", "/schedule/sum_up_day", {}) == 204
            settle(portal)
    [summary] = portal.campus.outbox.mails
    assert (summary.recipients, summary.subject.split(" per ")[0]) == ((teacher.email,), "3 pendaftar baru")
    assert [line for line in summary.text.splitlines() if line.startswith("- ")] == [
        "- Basis Data: 2",
        "- Jaringan Komputer: 1",
    ]


def test_notif_02_a_decision_reaches_the_addresses_of_the_form_once(portal: Portal) -> None:
    """Diterima, ditolak, wawancara: email dan WhatsApp ke alamat di formulir, sekali, dengan kuliah dan tautan."""
    lecturer, people, made = candidates(portal, len(DECISIONS))
    expected = {}
    for nth, (state, (operation, body, subject, _)) in enumerate(DECISIONS.items(), 1):
        day = {"at": (clock.now() + timedelta(days=1)).isoformat()} if state == "wawancara" else {}
        decided = lecturer.call(operation, application_id=made[nth - 1], json=body and body | day)
        assert decided["state"] == state
        expected[address(nth), subject] = 1
    assert mails(portal) == expected
    assert whatsapps(portal) == {number(nth): 1 for nth in range(1, len(DECISIONS) + 1)}
    for nth, (_, _, subject, words) in enumerate(DECISIONS.values(), 1):
        [mail] = [one for one in portal.campus.outbox.mails if one.subject == subject]
        message = portal.campus.outbox.wait_for_whatsapp(to=number(nth))
        for text in (mail.text, message.text):
            assert "Basis Data" in text
            assert f"{portal.url}/pendaftaran" in text
        assert words in mail.text
        assert people[nth - 1].name in mail.text
    english = portal.as_(people[0])
    assert english.call("edit_profile", json={"language": "en"})["language"] == "en"
    lecturer.call("reject_candidate", application_id=made[0], json={"reason": "Kuota terbatas"})
    assert mails(portal) == expected | {(address(1), "Correction: selection for Basis Data"): 1}


def test_notif_03_whatsapp_that_fails_hinders_nothing(portal: Portal) -> None:
    """WhatsApp mati atau nomor tanpa WhatsApp: email tetap terkirim, kegagalan tercatat, tindakan dosen berhasil."""
    lecturer, _, [unknown, down] = candidates(portal, 2)
    subject, sink = DECISIONS["diterima"][2], portal.campus.whatsapp
    sink.fail_next(NO_WHATSAPP)
    assert lecturer.call("accept_candidate", application_id=unknown)["state"] == "diterima"
    settle(portal)
    sink.go_down()
    try:
        assert lecturer.call("accept_candidate", application_id=down)["state"] == "diterima"
        expected = {(address(nth), subject): 1 for nth in (1, 2)}
        assert mails(portal) == expected
        assert whatsapps(portal) == {}
    finally:
        sink.come_up()
    admin = portal.as_(portal.new("admin"))
    assert log(admin) == {
        number(1): ("gagal", "WhatsApp gagal: nomor tidak terdaftar di WhatsApp (131026)"),
        number(2): ("antre", "WhatsApp gagal: layanan tidak dapat dihubungi"),
    }
    admin.language = "en"
    assert log(admin)[number(1)][1] == "WhatsApp failed: the number is not on WhatsApp (131026)"
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=True):
        assert mails(portal) == expected
        assert whatsapps(portal) == {number(2): 1}


def log(admin: Portal) -> dict[str, tuple[str, str]]:
    """State and error of each WhatsApp message, as an admin reads them."""
    events = admin.call("list_messages", query={"channel": "whatsapp", "search": "9999"})["items"]
    found = [one for event in events for one in event["messages"] if one["channel"] == "whatsapp"]
    return {one["recipient"].removeprefix("+"): (one["state"], one["error"]) for one in found}


def test_notif_05_an_event_that_is_worked_on_twice_is_one_message(
    portal: Portal, setting: Callable[[str, str], None]
) -> None:
    """Ulangan, dua instance sekaligus, dan mulai ulang: setiap pesan tetap satu."""
    setting("WAKE_DELIVERY", "false")
    lecturer, people, made = candidates(portal, 3)
    for application_id in made:
        again = {"Idempotency-Key": f"terima-{application_id}"}
        for _ in range(2):
            lecturer.call("accept_candidate", application_id=application_id, headers=again)
    lecturer.call("accept_candidate", application_id=made[0], expect=409)
    claimed = (messages.c.recipient == address(3)) & (messages.c.state == "antre")
    with transaction() as db:
        # An instance that took this one died with it.
        dead = update(messages).where(claimed).values(claimed_until=clock.now() + timedelta(minutes=5))
        assert db.execute(dead).rowcount == 1

    deliver = partial(portal.campus.host.deliver, "deliver_notifications")
    by_signal, by_time = (
        partial(deliver, "/document/wake", {"topic": "messages"}),
        partial(deliver, "/schedule/sweep", {}),
    )
    assert set(together([by_signal, by_time] * 3)) == {204}
    subject = DECISIONS["diterima"][2]
    assert mails(portal) == {(address(nth), subject): 1 for nth in (1, 2)}
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=True):
        assert set(together([by_signal, by_time] * 2)) == {204}
        assert mails(portal) == {(address(nth), subject): 1 for nth in (1, 2, 3)}
    assert whatsapps(portal) == {number(nth): 1 for nth in (1, 2, 3)}
    for person in people[1:]:
        inbox = portal.as_(person).call("read_inbox")["items"]
        assert [item["kind"] for item in inbox] == ["application_accepted"]


@pytest.mark.without_bystanders
def test_notif_08_on_friday_afternoon_who_has_no_attendance_is_reminded_once(portal: Portal) -> None:
    """Jumat 16.00 WIB: satu pengingat; tidak ada jika sudah absen, kampus libur, atau kontrak berakhir."""
    friday = clock.today() + timedelta(days=7 + (4 - clock.today().weekday()) % 7)
    lecturer = portal.new("dosen")
    people = {name: portal.new("mahasiswa") for name in ("absent", "present", "ended")}
    made = {name: cast.contract(person, lecturer) for name, person in people.items()}
    with transaction() as db:
        make.attendance(db, made["present"], day=friday - timedelta(days=2))
    portal.as_(lecturer).call("end_contract", contract_id=made["ended"].id, json={})
    settle(portal)
    portal.campus.outbox.clear()
    listed = portal.as_(lecturer).call("list_contracts", query={"state": "aktif"})["items"]
    courses = {line["name"]: line["course"] for line in listed}

    def run(after: timedelta) -> list[tuple[str, str]]:
        """Who has which mail by now."""
        with time_machine.travel(clock.start_of(friday) + timedelta(hours=16) + after, tick=True):
            assert portal.campus.host.deliver("keep_house", "/schedule/remind_of_week", {}) == 204
            settle(portal)
        return [(mail.recipients[0], mail.subject) for mail in portal.campus.outbox.mails]

    absent, week = people["absent"], timedelta(days=7)
    mail = (absent.email, f"Belum ada absensi {courses[absent.name]} minggu ini")
    assert run(-timedelta(minutes=5)) == []
    assert run(timedelta()) == [mail]
    assert run(timedelta(minutes=30)) == [mail]
    holiday = {"kind": "libur", "name": "Cuti bersama", **dict.fromkeys(("starts_on", "ends_on"), friday + week)}
    portal.as_(portal.new("admin")).call("add_to_calendar", json={k: str(v) for k, v in holiday.items()}, expect=201)
    assert run(week) == [mail]
