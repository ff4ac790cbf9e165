"""Reading certificates: the admin's list with its states, and the public check."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, delete, update

from common.domain.certificates import actions, sending
from common.domain.certificates import queries as reading
from common.domain.certificates.errors import (
    AlreadyRevoked,
    CertificateNotFound,
    NoCertificateCode,
    NotDrawnYet,
    NotYourCertificate,
)
from common.domain.certificates.policy import locked, readable
from common.domain.certificates.states import CertificateState
from common.domain.certificates.tables import certificates
from common.domain.notifications.tables import messages
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor
from tests import factories as make
from tests.bystanders import is_own, without_bystanders
from tests.domain.certificates.conftest import deserved, ended, row, without_address

NO_FILTER: dict[str, Any] = {"state": None, "search": None, "after": None, "limit": 25}


def listed(db: Connection, language: str = "id", **filters: Any) -> list[dict[str, Any]]:
    return without_bystanders(reading.certificate_page(db, language, **NO_FILTER | filters)["items"], "contract_id")


def state_of(db: Connection, contract: Any) -> str:
    [found] = [line["state"] for line in listed(db) if line["contract_id"] == contract.id]
    assert [line["contract_id"] for line in listed(db, state=found)] == [contract.id]
    return str(found)


def drawn(db: Connection, certificate_id: Any) -> None:
    values = {"object": "certificates/uji.pdf", "stored_at": clock.now(), "sha256": "0"}
    db.execute(update(certificates).where(certificates.c.id == certificate_id).values(values))
    sending.send(db, locked(db, certificate_id), "certificates/uji.pdf")


def mark(db: Connection, **values: Any) -> None:
    db.execute(update(messages).where(messages.c.channel == "email", is_own(messages)).values(values))


def test_the_state_follows_the_certificate_and_its_mail(db: Connection, admin: Actor) -> None:
    """CERT-01."""
    contract, state = deserved(db), CertificateState
    assert state_of(db, contract) == state.NOT_ISSUED
    made = actions.issue(db, admin, contract.id)
    assert state_of(db, contract) == state.ISSUED
    drawn(db, made)
    assert state_of(db, contract) == state.ISSUED
    mark(db, state="gagal", error="Email gagal: x", error_en="E-mail failed: y")
    assert state_of(db, contract) == state.NOT_SENT
    assert [listed(db, language)[0]["error"] for language in ("id", "en")] == ["Email gagal: x", "E-mail failed: y"]
    sending.send_again(db, admin, made)
    assert state_of(db, contract) == state.ISSUED
    mark(db, state="terkirim")
    assert state_of(db, contract) == state.SENT
    actions.revoke(db, admin, made, reason="Nama salah")
    assert state_of(db, contract) == state.REVOKED
    actions.issue(db, admin, contract.id)
    assert state_of(db, contract) == state.ISSUED


def test_what_the_ledger_has_forgotten_was_sent(db: Connection, admin: Actor) -> None:
    contract = deserved(db)
    drawn(db, actions.issue(db, admin, contract.id))
    db.execute(delete(messages).where(is_own(messages)))
    assert state_of(db, contract) == CertificateState.SENT


def test_what_was_never_posted_for_want_of_an_address_was_not_sent(db: Connection, admin: Actor) -> None:
    contract = deserved(db)
    without_address(db, contract)
    drawn(db, actions.issue(db, admin, contract.id))
    assert state_of(db, contract) == CertificateState.NOT_SENT


def test_only_ended_contracts_are_listed(db: Connection) -> None:
    ended(db, state="aktif", ended_at=None)
    assert listed(db) == []


def test_a_line_tells_how_much_attendance_there_is_and_should_be(db: Connection) -> None:
    ended(db, attended=8)
    [line] = listed(db)
    assert [line[name] for name in ("attended", "expected", "minimum", "enough")] == [8, 14, 11, False]


@pytest.mark.parametrize("search", ["nurhal", "2021001", "basis data x", "0001/", "2021 001"])
def test_a_line_is_found_by_name_nim_course_or_number(db: Connection, admin: Actor, search: str) -> None:
    contract = deserved(db, student=make.student(db, name="Siti Nurhaliza", number="2021001"))
    deserved(db)
    db.execute(update(vacancies).where(vacancies.c.id == contract.vacancy_id).values(course="Basis Data X"))
    actions.issue(db, admin, contract.id)
    assert [line["contract_id"] for line in listed(db, search=search)] == [contract.id]


def test_pages_go_through_all_contracts_once(db: Connection) -> None:
    made = {deserved(db).id for _ in range(5)}
    seen, after = [], None
    while True:
        page = reading.certificate_page(db, "id", **NO_FILTER | {"limit": 2, "after": after})
        seen += [line["contract_id"] for line in without_bystanders(page["items"], "contract_id")]
        after = page["next"]
        if after is None:
            break
    assert (len(seen), set(seen)) == (5, made)


def test_a_page_takes_one_query_and_one_for_the_calendar(db: Connection, admin: Actor, queries: Any) -> None:
    actions.issue_batch(db, admin, [deserved(db).id for _ in range(10)])
    with queries(db) as run:
        assert len(listed(db)) == 10
    assert len(run) == 2


def test_a_good_code_tells_what_the_paper_must_say_and_nothing_private(db: Connection, admin: Actor) -> None:
    """CERT-08."""
    student = make.student(db, name="Siti Nurhaliza")
    made = row(db, actions.issue(db, admin, deserved(db, student=student).id))
    told = reading.check(db, made.code.lower().replace("-", " "))
    assert (told["valid"], told["name"], told["number"]) == ("sah", "Siti Nurhaliza", made.number)
    assert told["issued_on"] == clock.today().isoformat()
    for private in (student.number, student.email, student.whatsapp):
        assert private not in str(told)


def test_a_changed_code_is_not_found(db: Connection, admin: Actor) -> None:
    made = row(db, actions.issue(db, admin, deserved(db).id))
    other = ("1" if made.code[0] == "0" else "0") + made.code[1:]
    for code in (other, "0" * 16):
        with pytest.raises(CertificateNotFound) as refused:
            reading.check(db, code)
        assert refused.value.text() == "Sertifikat tidak ditemukan"
    for code in ("PRATINJAU", ""):
        with pytest.raises(NoCertificateCode):
            reading.check(db, code)


def test_a_revoked_one_says_so_and_leads_to_the_new(db: Connection, admin: Actor) -> None:
    """CERT-09."""
    contract = deserved(db)
    old = row(db, actions.issue(db, admin, contract.id))
    actions.revoke(db, admin, old.id, reason="Nama salah")
    alone = reading.check(db, old.code)
    assert (alone["valid"], alone["revoked_on"], alone["replaced_by"]) == (
        "dicabut",
        clock.today().isoformat(),
        None,
    )
    new = row(db, actions.issue(db, admin, contract.id))
    assert reading.check(db, old.code)["replaced_by"] == new.code
    assert reading.check(db, new.code)["valid"] == "sah"


def test_one_reads_ones_own_and_nobody_elses(db: Connection, admin: Actor) -> None:
    """CERT-07."""
    student, other = make.student(db), make.student(db)
    made = actions.issue(db, admin, deserved(db, student=student).id)
    assert [one["id"] for one in reading.own_certificates(db, make.as_actor(student))["items"]] == [made]
    assert reading.own_certificates(db, make.as_actor(other))["items"] == []
    assert readable(db, make.as_actor(student, "aslab"), made).id == made
    for role in ("mahasiswa", "aslab"):
        with pytest.raises(NotYourCertificate):
            readable(db, make.as_actor(other, role), made)
    with pytest.raises(CertificateNotFound):
        readable(db, make.as_actor(student), uuid4())


def test_a_revoked_one_is_kept_for_admins_alone(db: Connection, admin: Actor) -> None:
    student = make.student(db)
    made = actions.issue(db, admin, deserved(db, student=student).id)
    drawn(db, made)
    actions.revoke(db, admin, made, reason="Nama salah")
    assert readable(db, admin, made).id == made
    with pytest.raises(AlreadyRevoked):
        readable(db, make.as_actor(student), made)
    [mine] = reading.own_certificates(db, make.as_actor(student))["items"]
    assert (mine["state"], mine["downloadable"], mine["revoke_reason"]) == ("dicabut", False, "Nama salah")


def test_what_is_not_drawn_has_no_file(db: Connection, admin: Actor) -> None:
    with pytest.raises(NotDrawnYet):
        reading.file_link(db, admin, actions.issue(db, admin, deserved(db).id))
