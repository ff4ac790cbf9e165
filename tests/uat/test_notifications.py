"""Module 11: notifications."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from common.ops.local.whatsapp import OUT_OF_ORDER
from common.platform import clock
from common.platform.db import Connection, transaction
from tests import factories as make
from tests.client import PASSWORD, Portal
from tests.functions.effects.scene import queued
from tests.uat import cast

ON_THE_FORM = "6281234567890"


def settle(portal: Portal) -> None:
    """Until whatever was decided is delivered."""
    portal.sweep()
    assert portal.campus.signals.wait_idle()


def called(portal: Portal) -> set[str]:
    """Numbers that a WhatsApp message came to."""
    settle(portal)
    return {message.to for message in portal.campus.outbox.whatsapps}


def subjects(portal: Portal, address: str) -> list[str]:
    settle(portal)
    return [mail.subject for mail in portal.campus.outbox.mails if address in mail.recipients]


def applied(student: Portal, lecturer: Portal) -> str:
    vacancy = lecturer.call("publish_vacancy", json=cast.vacancy_form())
    form = cast.application_form(student)
    return str(student.call("submit_application", vacancy_id=vacancy["id"], json=form)["id"])


def test_notif_07_with_whatsapp_off_only_mail_comes(portal: Portal) -> None:
    """WhatsApp dimatikan di profil: sejak itu hanya email; pesan keamanan dan kontrak selalu lewat email."""
    someone, teacher = portal.new("mahasiswa"), portal.new("dosen")
    student, lecturer = portal.as_(someone), portal.as_(teacher)
    assert student.call("edit_profile", json={"whatsapp_wanted": False})["whatsapp_wanted"] is False

    lecturer.call("accept_candidate", application_id=applied(student, lecturer))
    assert [subject for subject in subjects(portal, "budi@mahasiswa.test") if "diterima" in subject]
    contract = cast.contract(someone, teacher)
    lecturer.call("end_contract", contract_id=contract.id, json={"reason": "Semester berakhir"})
    student.call("change_password", json={"current_password": PASSWORD, "password": "kuda-baterai-jepit"})
    told = subjects(portal, someone.email)
    assert [subject for subject in told if "telah berakhir" in subject]
    assert "Kata sandi SI-Aslab Anda diganti" in told
    assert called(portal) == set(), "neither the account's number nor the one on the form"

    student.call("edit_profile", json={"whatsapp_wanted": True})
    lecturer.call("accept_candidate", application_id=applied(student, lecturer))
    assert called(portal) == {ON_THE_FORM}


def test_notif_07_what_still_waits_stays_at_home(portal: Portal) -> None:
    """Pesan WhatsApp yang masih menunggu saat WhatsApp dimatikan tidak dikirim lagi, juga tidak oleh admin."""
    student, lecturer = portal.as_(portal.new("mahasiswa")), portal.as_(portal.new("dosen"))
    portal.campus.whatsapp.fail_next(OUT_OF_ORDER)
    lecturer.call("accept_candidate", application_id=applied(student, lecturer))
    assert called(portal) == set()
    student.call("edit_profile", json={"whatsapp_wanted": False})
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=True):
        assert called(portal) == set()
    admin = portal.as_(portal.new("admin"))
    [event] = admin.call("list_messages", query={"channel": "whatsapp"})["items"]
    [line] = [one for one in event["messages"] if one["channel"] == "whatsapp"]
    assert (line["state"], line["error"], line["resendable"]) == (
        "gagal",
        "Dibatalkan: penerima mematikan WhatsApp",
        False,
    )
    assert admin.call("resend_message", message_id=line["id"], expect=409).code == "message_withdrawn"


def failed(db: Connection, name: str, **values: Any) -> Any:
    return queued(db, make.student(db, name=name), state="gagal", attempts=4, **values)


@pytest.mark.without_bystanders
def test_notif_13_all_that_failed_is_sent_again_by_filter_each_once(portal: Portal) -> None:
    """Satu konfirmasi dengan jumlahnya; yang cocok dengan saringan dikirim masing-masing sekali; kemajuannya tampil."""
    with transaction() as db:
        mails = [failed(db, f"Siti {n}") for n in range(30)]
        others = [failed(db, "Siti Lain", channel="whatsapp", recipient="+6281234"), failed(db, "Budi")]
    admin, asked = portal.as_(portal.new("admin")), {"search": "siti", "channel": "email"}
    assert admin.call("show_failed_messages", query=asked)["resendable"] == 30
    begun = admin.call("resend_failed_messages", json=asked, expect=202)
    assert (begun["total"], begun["waiting"]) == (30, 30)
    assert portal.campus.signals.wait_idle()
    sent = [mail.recipients[0] for mail in portal.campus.outbox.mails]
    assert sorted(sent) == sorted(row.recipient for row in mails)
    told = admin.call("show_failed_messages", query=asked)
    assert (told["resendable"], told["last"]["sent"], told["last"]["waiting"]) == (0, 30, 0)
    assert admin.call("resend_failed_messages", json=asked, expect=409).code == "nothing_to_resend"
    left = admin.call("list_messages", query={"state": "gagal"})["items"]
    assert {line["id"] for line in left} >= {str(row.id) for row in others}
