"""Module 5: one decision about many applicants, in one request."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from common.domain.recruitment.states import ApplicationState
from common.platform import clock
from common.platform.calendar_text import moment_text
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal, password_hash
from tests.uat.refusals import refused_at, settle, unchanged


class Many:
    """A vacancy of `quota` seats with applicants, each reached at an address of their own."""

    def __init__(self, portal: Portal, count: int, quota: int) -> None:
        self.portal, teacher = portal, portal.new("dosen")
        self.lecturer = portal.as_(teacher)
        with transaction() as db:
            self.post = make.vacancy(db, teacher, course="Basis Data", quota=quota)
            students = [make.student(db, password_hash=password_hash()) for _ in range(count)]
            made = [
                make.application(db, self.post, one, email=f"{n:02}@mahasiswa.test") for n, one in enumerate(students)
            ]
        self.students, self.ids = students, [str(one.id) for one in made]

    def decide(self, decision: str, ids: list[str], key: str = "", **sent: Any) -> Any:
        body = {"decision": decision, "application_ids": ids, **sent}
        headers = {"Idempotency-Key": key} if key else {}
        return self.lecturer.call("decide_candidates", vacancy_id=self.post.id, json=body, headers=headers)

    def view(self, number: int) -> Portal:
        return self.portal.as_(self.students[number])

    def states(self) -> Counter[str]:
        listed = self.lecturer.call("list_candidates", vacancy_id=self.post.id)["items"]
        return Counter(one["state"] for one in listed)

    def mails(self) -> Counter[tuple[str, str]]:
        """To whom, and about what, since the last look."""
        settle(self.portal)
        found = Counter((mail.recipients[0], mail.subject) for mail in self.portal.campus.outbox.mails)
        self.portal.campus.outbox.clear()
        return found


def to_each(numbers: Any, subject: str) -> Counter[tuple[str, str]]:
    return Counter((f"{number:02}@mahasiswa.test", subject) for number in numbers)


def test_sel_14_of_twenty_that_are_ticked_eighteen_are_accepted(portal: Portal) -> None:
    """20 dipilih: "18 berhasil, 2 gagal" beserta alasannya, satu pesan tiap orang, tidak dua kali."""
    here = Many(portal, 21, quota=19)
    here.view(3).call("withdraw_application", application_id=here.ids[3])
    here.lecturer.call("accept_candidate", application_id=here.ids[7])
    here.mails()
    answer = here.decide("diterima", here.ids[:20], "sekali")
    assert (answer["done"], answer["failed"]) == (18, 2)
    assert [one["application_id"] for one in answer["results"]] == here.ids[:20]
    assert [(one["application_id"], one["code"], one["message"]) for one in answer["results"] if one["code"]] == [
        (here.ids[3], "illegal_move", "Status tidak dapat diubah dari dibatalkan menjadi diterima"),
        (here.ids[7], "illegal_move", "Status tidak dapat diubah dari diterima menjadi diterima"),
    ]
    assert here.states() == {"diterima": 19, "menunggu": 1}
    told = set(range(20)) - {3, 7}
    assert here.mails() == to_each(told, "Selamat, Anda diterima sebagai aslab Basis Data")
    assert here.decide("diterima", here.ids[:20], "sekali").json == answer.json
    full = here.decide("diterima", here.ids[20:])
    assert [one["message"] for one in full["results"]] == ["Kuota lowongan sudah penuh (19/19)"]
    here.lecturer.language = "en"
    full = here.decide("diterima", here.ids[20:])
    assert [one["message"] for one in full["results"]] == ["The vacancy's seats are all taken (19/19)"]
    assert (here.states()["menunggu"], here.mails()) == (1, Counter())


def test_sel_14_those_that_are_ticked_get_one_interview_day_with_slots(portal: Portal) -> None:
    """Satu hari wawancara: mulai, menit per pendaftar dan jeda; satu slot satu pendaftar, waktunya dalam email."""
    here = Many(portal, 4, quota=2)
    first = clock.start_of(clock.today() + timedelta(days=2)) + timedelta(hours=9)
    day = {"at": first.isoformat(), "place": "Lab Terpadu 2", "minutes": 20, "break_minutes": 10}
    here.mails()
    answer = here.decide("wawancara", here.ids[:3], **day)
    given = [datetime.fromisoformat(one["interview_at"]) - first for one in answer["results"]]
    assert given == [timedelta(minutes=number) for number in (0, 30, 60)]
    settle(portal)
    for number, later in enumerate(given):
        mail = portal.campus.outbox.wait_for_mail(to=f"{number:02}@mahasiswa.test")
        assert f"Waktu: {moment_text(first + later, 'id')}\r\nTempat: Lab Terpadu 2" in mail.text
    assert here.mails() == to_each(range(3), "Undangan wawancara aslab Basis Data")

    again = here.decide("wawancara", here.ids[3:], **day)
    assert datetime.fromisoformat(again["results"][0]["interview_at"]) == first + timedelta(minutes=90)
    assert here.states() == {"wawancara": 4}


def test_sel_14_the_others_go_on_the_waiting_list_or_are_rejected(portal: Portal) -> None:
    here = Many(portal, 5, quota=1)
    here.mails()
    assert here.decide("daftar_tunggu", here.ids[:2])["done"] == 2
    assert here.decide("ditolak", here.ids[2:4], reason="Kuota terbatas.")["done"] == 2
    mine = here.view(2).call("show_own_application", application_id=here.ids[2])
    assert (mine["state"], mine["reason"]) == ("ditolak", "Kuota terbatas.")
    assert here.states() == {"daftar_tunggu": 2, "ditolak": 2, "menunggu": 1}
    assert Counter(to for to, _ in here.mails()) == {f"{number:02}@mahasiswa.test": 1 for number in range(4)}


def test_what_a_decision_needs_is_asked_for_at_its_field(portal: Portal) -> None:
    here = Many(portal, 1, quota=1)
    day = {"at": (clock.now() + timedelta(days=2)).isoformat(), "place": "Lab 2", "minutes": 20}
    past = day | {"at": (clock.now() - timedelta(minutes=1)).isoformat()}
    needed = [
        ({"decision": ApplicationState.REJECTED}, "reason", "Alasan penolakan wajib diisi"),
        ({"decision": ApplicationState.INTERVIEW} | day | {"at": None}, "at", "Mulai wawancara wajib diisi"),
        ({"decision": ApplicationState.INTERVIEW} | day | {"place": " "}, "place", "Tempat wawancara wajib diisi"),
        (
            {"decision": ApplicationState.INTERVIEW} | day | {"minutes": None},
            "minutes",
            "Menit per pendaftar wajib diisi",
        ),
        ({"decision": ApplicationState.INTERVIEW} | past, "at", "Waktu wawancara harus di masa depan"),
    ]
    with unchanged(portal):
        for sent, field, told in needed:
            call = {"vacancy_id": here.post.id, "json": {"application_ids": here.ids} | sent}
            answer = here.lecturer.call("decide_candidates", expect=422, **call)
            assert answer.fields == {field: told}
        many = {"decision": "diterima", "application_ids": [here.ids[0]] * 101}
        told, english = "Pendaftar: 1-100 isian", "Applicants: 1-100 entries"
        refused_at(
            here.lecturer, "decide_candidates", "application_ids", told, english, vacancy_id=here.post.id, json=many
        )
