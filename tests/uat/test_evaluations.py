"""Module 9: the evaluation of an aslab by the campus's criteria."""

from __future__ import annotations

from typing import Any

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import CRITERIA
from common.platform import clock
from tests.client import Portal
from tests.uat import cast
from tests.uat.refusals import refused, settle

POINTS: dict[str, Any] = dict.fromkeys(CRITERIA, 5) | {"note": "Rajin"}


def test_an_aslab_is_evaluated_reads_it_and_comments_once(portal: Portal) -> None:
    """Dinilai dosen, dibaca aslab, ditanggapi satu kali; keduanya diberi tahu; tidak ada pada sertifikat publik."""
    student, lecturer, other = portal.new("mahasiswa"), portal.new("dosen"), portal.new("dosen")
    ended = {"state": ContractState.ENDED, "ended_at": clock.now()}
    contract, running = cast.contract(student, lecturer, **ended), cast.contract(student, lecturer)
    view, me = portal.as_(lecturer), portal.as_(student, "mahasiswa")
    early = "Penilaian dapat diisi mulai 14 hari sebelum kontrak berakhir"
    late = "An evaluation can be written from 14 days before the contract ends"
    refused(view, "evaluate_aslab", 409, early, late, contract_id=running.id, json=POINTS)
    not_yours, english = "Anda bukan pemilik lowongan ini", "This vacancy is not yours"
    refused(portal.as_(other), "evaluate_aslab", 403, not_yours, english, contract_id=contract.id, json=POINTS)
    wrong = view.call("evaluate_aslab", contract_id=contract.id, json=POINTS | {"teamwork": 6}, expect=422)
    assert [(one["field"], one["message"]) for one in wrong["errors"]] == [
        ("teamwork", "Kerja sama harus bilangan bulat 1-5")
    ]

    settle(portal)
    portal.campus.outbox.clear()
    view.call("evaluate_aslab", contract_id=contract.id, json=POINTS)
    assert "Penilaian Anda" in portal.campus.outbox.wait_for_mail(to=student.email).subject
    [mine] = me.call("list_own_evaluations")["items"]
    assert (mine["contract_id"], mine["mastery"], mine["note"], mine["comment"]) == (str(contract.id), 5, "Rajin", None)
    assert portal.as_(portal.new("mahasiswa")).call("list_own_evaluations")["items"] == []

    me.call("comment_on_evaluation", contract_id=contract.id, json={"text": "Terima kasih"})
    assert "menanggapi" in portal.campus.outbox.wait_for_mail(to=lecturer.email).subject
    listed = {one["id"]: one for one in view.call("list_contracts")["items"]}
    assert listed[str(contract.id)]["evaluation"]["comment"] == "Terima kasih"
    assert not listed[str(contract.id)]["evaluable"]
    assert (listed[str(running.id)]["evaluation"], listed[str(running.id)]["evaluable"]) == (None, False)
    answered = "Aslab sudah menanggapi penilaian ini, penilaian tidak dapat diubah lagi"
    in_english = "The lab assistant has commented on this evaluation, it can no longer be changed"
    refused(view, "evaluate_aslab", 409, answered, in_english, contract_id=contract.id, json=POINTS)
