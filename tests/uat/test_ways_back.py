"""Module 5: ways back in the selection, and a seat that comes free."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import select

from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.db import transaction
from tests import samples
from tests.client import Portal
from tests.outcomes import lines, row
from tests.uat import cast
from tests.uat.cast import application_form, vacancy_form
from tests.uat.refusals import refused, refused_at, settle, unchanged


class Selection:
    """A vacancy of one seat with applicants of their own, each reached at an address of their own."""

    def __init__(self, portal: Portal, *names: str, **form: Any) -> None:
        self.portal, self.teacher = portal, portal.new("dosen", name="Dr. Rina Wulandari")
        self.lecturer = portal.as_(self.teacher)
        self.vacancy = self.lecturer.call("publish_vacancy", json=vacancy_form(**{"quota": 1, "documents": []} | form))
        self.people = {name: portal.new("mahasiswa", name=name) for name in names}
        self.views = {name: portal.as_(person) for name, person in self.people.items()}
        self.ids: dict[str, Any] = {}
        for name, view in self.views.items():
            sent = application_form(view, documents=[], email=f"{name.split()[0].lower()}@mahasiswa.test")
            self.ids[name] = view.call("submit_application", vacancy_id=self.vacancy["id"], json=sent)["id"]
        self.forget()

    def forget(self) -> None:
        """The messages so far."""
        settle(self.portal)
        self.portal.campus.outbox.clear()

    def decide(self, operation: str, name: str, **call: Any) -> Any:
        return self.lecturer.call(operation, application_id=self.ids[name], **call)

    def score(self, **points: int) -> None:
        """By first names; both criteria get the same points."""
        for first, one in points.items():
            [name] = [name for name in self.ids if name.startswith(first)]
            criteria = [line["id"] for line in self.vacancy["criteria"]]
            sheet = [{"criterion_id": line, "points": one} for line in criteria]
            self.decide("score_candidate", name, json={"scores": sheet})

    def mine(self, name: str) -> Any:
        return self.views[name].call("show_own_application", application_id=self.ids[name])

    def states(self, name: str) -> list[str]:
        return [step["state"] for step in self.mine(name)["steps"]]

    def taken(self) -> int:
        with transaction() as db:
            return int(db.scalars(select(vacancies.c.accepted).where(vacancies.c.id == self.vacancy["id"])).one())

    def mails(self) -> list[tuple[str, str]]:
        """To whom, and about what; each mail since the last look."""
        settle(self.portal)
        found = [(mail.recipients[0], mail.subject) for mail in self.portal.campus.outbox.mails]
        return sorted(found)

    def mail_to(self, address: str) -> Any:
        return self.portal.campus.outbox.wait_for_mail(to=address)

    def activate(self, name: str) -> Any:
        days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=90)}
        admin = self.portal.as_(self.portal.new("admin"))
        sent = {key: day.isoformat() for key, day in days.items()}
        return admin.call("activate_aslab", application_id=self.ids[name], json=sent)


def audited(application_id: Any) -> list[tuple[str, str, str | None]]:
    with transaction() as db:
        return [(one.action, one.actor_role, one.reason) for one in lines(db, application_id)]


def test_mhs_reg_16_an_accepted_student_steps_back_until_the_activation(portal: Portal) -> None:
    """Mundur sebelum aktivasi: kursi kosong, dosen diberi tahu beserta calon berikutnya; sesudahnya "Hubungi dosen"."""
    here = Selection(portal, "Budi", "Ani", "Citra")
    here.decide("accept_candidate", "Budi")
    for name in ("Ani", "Citra"):
        here.decide("put_on_waiting_list", name)
    here.score(Ani=70, Citra=90)
    here.forget()

    gone = here.views["Budi"].call("withdraw_application", application_id=here.ids["Budi"])
    assert (gone["state"], gone["accepted"], here.states("Budi")) == (
        "dibatalkan",
        0,
        ["menunggu", "diterima", "dibatalkan"],
    )
    assert here.taken() == 0
    assert audited(here.ids["Budi"])[-1] == ("application.withdrawn", "mahasiswa", None)
    assert here.mails() == [(here.teacher.email, "Ada tempat aslab kosong di Basis Data")]
    mail = here.mail_to(here.teacher.email)
    assert "Budi mengundurkan diri" in mail.text
    assert "Calon berikutnya di daftar tunggu adalah Citra" in mail.text
    assert f"/dosen/lowongan/{here.vacancy['id']}/pendaftar" in mail.text

    here.decide("accept_candidate", "Citra")
    here.activate("Citra")
    told = ("Anda sudah diaktifkan sebagai aslab. Hubungi dosen untuk mengundurkan diri",)
    english = ("You are already working as a lab assistant. Contact your lecturer to withdraw",)
    with unchanged(portal):
        refused(here.views["Citra"], "withdraw_application", 409, *told, *english, application_id=here.ids["Citra"])
    assert (here.taken(), here.mine("Citra")["state"]) == (1, "diterima")


def test_mhs_reg_16_where_nobody_waits_the_lecturer_hears_that_too(portal: Portal) -> None:
    here = Selection(portal, "Budi")
    here.decide("accept_candidate", "Budi")
    here.forget()
    here.views["Budi"].call("withdraw_application", application_id=here.ids["Budi"])
    assert here.mails() == [(here.teacher.email, "Ada tempat aslab kosong di Basis Data")]
    assert "Daftar tunggu kosong" in here.mail_to(here.teacher.email).text


def test_sel_10_an_acceptance_is_taken_back_before_the_activation_alone(portal: Portal) -> None:
    """Diterima menjadi Ditolak: sebelum aktivasi dengan alasan dan email koreksi; sesudahnya ditolak sistem."""
    here = Selection(portal, "Budi", "Ani")
    here.decide("accept_candidate", "Budi")
    here.forget()
    no_reason = here.decide("reject_candidate", "Budi", json={"reason": " "}, expect=422)
    assert no_reason.fields == {"reason": "Alasan penolakan wajib diisi"}
    taken_back = here.decide("reject_candidate", "Budi", json={"reason": "Transkrip keliru."})
    assert (taken_back["state"], taken_back["reason"], here.taken()) == ("ditolak", "Transkrip keliru.", 0)
    assert here.states("Budi") == ["menunggu", "diterima", "ditolak"]
    assert here.mails() == [("budi@mahasiswa.test", "Koreksi hasil seleksi aslab Basis Data")]
    assert "Transkrip keliru." in here.mail_to("budi@mahasiswa.test").text
    assert audited(here.ids["Budi"])[-1] == ("application.rejected", "dosen", "Transkrip keliru.")

    here.decide("accept_candidate", "Ani")
    here.activate("Ani")
    told = "Mahasiswa sudah diaktifkan, akhiri kontrak terlebih dahulu"
    english = "The student has been activated, end the contract first"
    with unchanged(portal):
        reason = {"reason": "Transkrip keliru."}
        refused(here.lecturer, "reject_candidate", 409, told, english, application_id=here.ids["Ani"], json=reason)
    assert (here.taken(), here.mine("Ani")["state"]) == (1, "diterima")


def test_sel_13_a_rejection_is_taken_back(portal: Portal) -> None:
    """Penolakan dibatalkan: kembali "Menunggu", email koreksi, kedua langkah ada di riwayat."""
    here = Selection(portal, "Budi")
    here.decide("reject_candidate", "Budi", json={"reason": "Kuota terbatas."})
    here.forget()
    back = here.decide("reopen_candidate", "Budi")
    assert (back["state"], back["reason"], back["decided_at"]) == ("menunggu", None, None)
    assert here.states("Budi") == ["menunggu", "ditolak", "menunggu"]
    assert here.mails() == [("budi@mahasiswa.test", "Koreksi hasil seleksi aslab Basis Data")]
    assert "kembali menunggu keputusan Dr. Rina Wulandari" in here.mail_to("budi@mahasiswa.test").text
    assert [line[:2] for line in audited(here.ids["Budi"])][-2:] == [
        ("application.rejected", "dosen"),
        ("application.reopened", "dosen"),
    ]
    with unchanged(portal):
        told = "Status tidak dapat diubah dari menunggu menjadi menunggu"
        again = here.decide("reopen_candidate", "Budi", expect=409)
        assert again.title == told
    assert here.decide("accept_candidate", "Budi")["state"] == "diterima"
    with transaction() as db:
        assert row(db, vacancies, here.vacancy["id"]).accepted == 1


def test_sel_15_a_free_seat_is_offered_or_given_by_score(portal: Portal) -> None:
    """Kursi kosong: dosen ditawari calon berikutnya menurut nilai; bila "otomatis", sistem menerimanya."""
    offered = Selection(portal, "Budi", "Ani", "Citra")
    filled = Selection(portal, "Dewi", "Eko", "Fitri", fills_seats=True)
    for here, (first, second, third) in ((offered, ("Budi", "Ani", "Citra")), (filled, ("Dewi", "Eko", "Fitri"))):
        here.decide("accept_candidate", first)
        for name, points in ((second, 70), (third, 90)):
            here.decide("put_on_waiting_list", name)
            here.score(**{name: points})
        here.forget()
        here.views[first].call("withdraw_application", application_id=here.ids[first])
        if here is offered:
            assert here.mails() == [(here.teacher.email, "Ada tempat aslab kosong di Basis Data")]

    listed = offered.lecturer.call("list_candidates", vacancy_id=offered.vacancy["id"])
    assert (listed["next_id"], listed["accepted"]) == (offered.ids["Citra"], 0)
    assert [offered.mine(name)["state"] for name in ("Ani", "Citra")] == ["daftar_tunggu", "daftar_tunggu"]
    assert [filled.mine(name)["state"] for name in ("Eko", "Fitri")] == ["daftar_tunggu", "diterima"]
    last = filled.mine("Fitri")["steps"][-1]
    assert (last["state"], last["automatic"], filled.taken()) == ("diterima", True, 1)
    assert audited(filled.ids["Fitri"])[-1] == ("application.accepted", "sistem", None)
    assert filled.mails() == sorted(
        [
            (filled.teacher.email, "Tempat aslab Basis Data terisi dari daftar tunggu"),
            ("fitri@mahasiswa.test", "Selamat, Anda diterima sebagai aslab Basis Data"),
        ]
    )
    assert "Fitri dari daftar tunggu diterima secara otomatis" in filled.mail_to(filled.teacher.email).text


def test_end_08_one_contract_of_two_is_ended(portal: Portal) -> None:
    """Satu dari dua kontrak diakhiri: yang lain berjalan, yang lama hanya dibaca, calon berikutnya ditawarkan."""
    here = Selection(portal, "Budi", "Ani")
    here.decide("accept_candidate", "Budi")
    contract = here.activate("Budi")
    other = cast.contract(here.people["Budi"], portal.new("dosen"))
    here.decide("put_on_waiting_list", "Ani")
    here.forget()
    ended = here.lecturer.call("end_contract", contract_id=contract["id"], json={"reason": "mengundurkan diri"})
    assert (ended["state"], ended["end_reason"], here.taken()) == ("selesai", "mengundurkan diri", 0)
    roles = here.views["Budi"].call("current_session")["roles"]
    assert sorted(roles) == ["aslab", "mahasiswa"]
    aslab = portal.as_(here.people["Budi"], "aslab")
    running = [one["id"] for one in aslab.call("list_own_contracts")["items"] if one["state"] == "aktif"]
    assert running == [str(other.id)]
    photo = aslab.upload("foto", samples.photo(), "image/jpeg")
    sent = {"upload_id": photo, "activity": "Praktikum"}
    aslab.call("record_attendance", contract_id=contract["id"], json=sent, expect=403)
    aslab.call("list_attendances", contract_id=contract["id"])
    assert aslab.call("record_attendance", contract_id=other.id, json=sent)["state"]
    mail = here.mail_to(here.teacher.email)
    assert "kontrak Budi berakhir lebih awal" in mail.text
    assert "Calon berikutnya di daftar tunggu adalah Ani" in mail.text


def test_mhs_reg_17_who_is_silent_is_reminded_and_then_loses_the_seat(portal: Portal) -> None:
    """Konfirmasi sampai tanggal: diingatkan sekali sehari pada tiga hari terakhir, lalu kursi kosong; sekali saja."""
    last = clock.today() + timedelta(days=5)
    here = Selection(portal, "Budi", "Citra", quota=2, confirm_by=last.isoformat())
    for name in ("Budi", "Citra"):
        accepted = here.decide("accept_candidate", name)
        assert (accepted["confirm_by"], accepted["confirmed_at"]) == (last.isoformat(), None)
    assert here.mine("Budi")["confirm_by"] == last.isoformat()
    confirmed = here.views["Citra"].call("confirm_application", application_id=here.ids["Citra"])
    assert confirmed["confirmed_at"] is not None
    assert audited(here.ids["Citra"])[-1] == ("application.confirmed", "mahasiswa", None)
    here.forget()
    found = []
    with time_machine.travel(clock.start_of(clock.today()) + timedelta(days=1, minutes=15), tick=True) as moment:
        for _ in range(7):
            for _ in range(2):
                portal.campus.host.deliver("keep_house", "/schedule/begin_day", {})
            found.append([subject for address, subject in here.mails() if address == "budi@mahasiswa.test"])
            moment.shift(timedelta(days=1))
    assert [len(mails) for mails in found] == [0, 0, 1, 2, 3, 4, 4]
    lapsed = found[-1]
    assert sum("Konfirmasi aslab Basis Data paling lambat" in subject for subject in lapsed) == 3
    assert sum(subject == "Tempat aslab Basis Data Anda dilepas" for subject in lapsed) == 1
    assert (here.mine("Budi")["state"], here.mine("Citra")["state"], here.taken()) == ("dibatalkan", "diterima", 1)
    assert audited(here.ids["Budi"])[-1] == ("application.lapsed", "sistem", None)
    told = [mail for mail in portal.campus.outbox.mails if mail.recipients == (here.teacher.email,)]
    assert len(told) == 1
    assert "Budi tidak mengonfirmasi penerimaannya" in told[0].text


def test_low_13_a_vacancy_that_was_closed_by_hand_is_opened_again(portal: Portal) -> None:
    """Lowongan yang ditutup manual dibuka kembali dengan tanggal tutup baru; tanpa tanggal, tanggalnya diminta."""
    here = Selection(portal, "Budi")
    vacancy_id = here.vacancy["id"]
    here.lecturer.call("close_vacancy", vacancy_id=vacancy_id)
    newcomer = portal.as_(portal.new("mahasiswa"))
    form = application_form(newcomer, documents=[])
    newcomer.call("submit_application", vacancy_id=vacancy_id, json=form, expect=409)
    settle(portal)
    with unchanged(portal):
        asked = {"vacancy_id": vacancy_id, "json": {"state": "terbit"}}
        told = ("Tanggal tutup baru wajib diisi", "A new closing date is required")
        refused_at(here.lecturer, "change_vacancy", "closes_at", *told, **asked)
        past = {"state": "terbit", "closes_at": (clock.now() - timedelta(minutes=1)).isoformat()}
        told = ("Tanggal tutup harus di masa depan", "The closing date must be in the future")
        refused_at(here.lecturer, "change_vacancy", "closes_at", *told, vacancy_id=vacancy_id, json=past)
    later = clock.now() + timedelta(days=20)
    sent = {"state": "terbit", "closes_at": later.isoformat()}
    opened = here.lecturer.call("change_vacancy", vacancy_id=vacancy_id, json=sent)
    assert (opened["state"], opened["status"]) == ("terbit", "dibuka")
    assert datetime.fromisoformat(opened["closes_at"]) == later
    assert audited(vacancy_id)[-1] == ("vacancy.reopened", "dosen", None)
    assert newcomer.call("submit_application", vacancy_id=vacancy_id, json=form)["state"] == "menunggu"
    assert here.mine("Budi")["state"] == "menunggu"
