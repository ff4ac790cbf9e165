"""Issuing and revoking: who gets a certificate, with which number, and what is written down."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Connection, update

from common.domain.audit.tables import audit_log
from common.domain.certificates import actions
from common.domain.certificates.errors import (
    AlreadyIssued,
    AlreadyRevoked,
    AttendanceBelowMinimum,
    CertificateNotFound,
    ContractNotEnded,
    NotDrawable,
)
from common.domain.certificates.facts import drawable
from common.domain.certificates.preview import preview
from common.domain.certificates.tables import certificate_counters, certificates
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.domain.recruitment.belonging import assign_periods
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.errors import NotFound
from common.platform.settings import settings
from tests import factories as make
from tests import samples
from tests.bystanders import own
from tests.domain.certificates.conftest import deserved, ended, row

REASON = "Sakit empat minggu, ada surat dokter"


def test_a_certificate_says_what_the_contract_was(db: Connection, admin: Actor) -> None:
    student = make.student(db, name="Siti Nurhaliza", number="2021001")
    contract = ended(db, attended=12, student=student)
    made = row(db, actions.issue(db, admin, contract.id))
    facts = drawable(made.facts)
    assert (facts.name, facts.nim, facts.attendances) == ("Siti Nurhaliza", "2021001", 12)
    assert (facts.starts_on, facts.ends_on, facts.issued_on) == (contract.starts_on, contract.ends_on, clock.today())
    assert facts.check_url == f"{settings().portal_url}/sertifikat/{made.code}"
    assert made.number == facts.number == f"0001/ASLAB/{clock.today().year}"
    assert (made.overruled, made.stored_at, made.issued_by) == (None, None, admin.id)


def test_the_period_is_the_vacancys_and_not_the_one_in_which_the_contract_began(db: Connection, admin: Actor) -> None:
    first = clock.today() - timedelta(days=30)
    odd = make.period(db, name="Ganjil", starts_on=first, ends_on=first + timedelta(days=60))
    even = make.period(db, name="Genap", starts_on=first - timedelta(days=90), ends_on=first - timedelta(days=1))
    named, opened, unknown = deserved(db), deserved(db), deserved(db)
    db.execute(update(vacancies).where(vacancies.c.id == named.vacancy_id).values(period_id=odd.id))
    for contract, day in ((opened, even.ends_on), (unknown, even.starts_on - timedelta(days=1))):
        opens = {"opens_at": clock.start_of(day)}
        db.execute(update(vacancies).where(vacancies.c.id == contract.vacancy_id).values(opens))
        assign_periods(db, vacancies.c.id == contract.vacancy_id)
    issued = [actions.issue(db, admin, one.id, override_reason=REASON) for one in (named, opened, unknown)]
    printed = [row(db, one).facts["period"] for one in issued]
    assert printed == [odd.name, even.name, f"Tahun {unknown.starts_on.year}"]


def test_a_running_contract_has_none_and_uses_no_number(db: Connection, admin: Actor) -> None:
    """CERT-04."""
    for state in ("aktif", "ditangguhkan"):
        contract = ended(db, attended=14, state=state)
        with pytest.raises(ContractNotEnded):
            actions.issue(db, admin, contract.id)
    assert db.execute(own(certificate_counters)).all() == []


def test_too_little_attendance_is_told_in_numbers(db: Connection, admin: Actor) -> None:
    """CERT-05."""
    with pytest.raises(AttendanceBelowMinimum) as refused:
        actions.issue(db, admin, ended(db, attended=8).id)
    assert refused.value.text() == "Kehadiran 8 dari 14, syarat minimal 11"


def test_a_written_reason_overrules_it_and_is_kept(db: Connection, admin: Actor) -> None:
    made = row(db, actions.issue(db, admin, ended(db, attended=8).id, override_reason=REASON))
    [line] = db.execute(own(audit_log).where(audit_log.c.action == "certificate.issued")).all()
    assert (made.overruled, line.reason, line.new["number"]) == (REASON, REASON, made.number)


def test_a_reason_that_was_not_needed_is_not_kept(db: Connection, admin: Actor) -> None:
    assert row(db, actions.issue(db, admin, ended(db, attended=11).id, override_reason=REASON)).overruled is None


def test_attendance_that_nobody_approved_does_not_count(db: Connection, admin: Actor) -> None:
    contract = ended(db, attended=10)
    make.attendance(db, contract, state="ditolak")
    make.attendance(db, contract, day=clock.today() - timedelta(days=2))
    with pytest.raises(AttendanceBelowMinimum):
        actions.issue(db, admin, contract.id)


def test_a_second_certificate_is_refused_with_the_number_of_the_first(db: Connection, admin: Actor) -> None:
    contract = deserved(db)
    number = row(db, actions.issue(db, admin, contract.id)).number
    with pytest.raises(AlreadyIssued) as refused:
        actions.issue(db, admin, contract.id)
    assert number in refused.value.text()


def test_a_contract_that_never_was_has_none(db: Connection, admin: Actor) -> None:
    with pytest.raises(NotFound):
        actions.issue(db, admin, uuid4())


def test_letters_that_cannot_be_printed_are_named(db: Connection, admin: Actor) -> None:
    contract = deserved(db, student=make.student(db, name="Siti 王"))
    with pytest.raises(NotDrawable) as refused:
        actions.issue(db, admin, contract.id)
    assert refused.value.values == {"letters": "王"}


def test_a_revoked_one_is_replaced_by_one_with_a_new_number_and_the_corrected_name(
    db: Connection, admin: Actor
) -> None:
    """CERT-09."""
    student = make.student(db, name="Siti Nurhaliz")
    contract = deserved(db, student=student)
    first = actions.issue(db, admin, contract.id)
    actions.revoke(db, admin, first, reason="Nama salah")
    db.execute(update(people).where(people.c.id == student.id).values(name="Siti Nurhaliza"))
    second = row(db, actions.issue(db, admin, contract.id))
    old = row(db, first)
    assert (old.revoke_reason, old.revoked_by) == ("Nama salah", admin.id)
    assert (second.replaces, second.facts["name"], second.sequence) == (first, "Siti Nurhaliza", old.sequence + 1)
    assert second.code != old.code


def test_whoever_held_it_is_told_of_the_revocation_and_why(db: Connection, admin: Actor) -> None:
    first = actions.issue(db, admin, deserved(db).id)
    actions.revoke(db, admin, first, reason="Nama salah")
    told = db.execute(own(messages).where(messages.c.kind == "certificate_revoked")).all()
    assert {message.channel for message in told} == {"email", "whatsapp", "kotak_masuk"}
    assert {message.data["reason"] for message in told} == {"Nama salah"}
    [line] = db.execute(own(audit_log).where(audit_log.c.action == "certificate.revoked")).all()
    assert line.reason == "Nama salah"


def test_it_is_revoked_once(db: Connection, admin: Actor) -> None:
    first = actions.issue(db, admin, deserved(db).id)
    actions.revoke(db, admin, first, reason="Nama salah")
    with pytest.raises(AlreadyRevoked):
        actions.revoke(db, admin, first, reason="Nama salah")
    with pytest.raises(CertificateNotFound):
        actions.revoke(db, admin, uuid4(), reason="Nama salah")


def test_each_year_counts_from_one(db: Connection, admin: Actor) -> None:
    contracts = [deserved(db), deserved(db)]
    this = row(db, actions.issue(db, admin, contracts[0].id))
    with time_machine.travel(clock.now() + timedelta(days=366), tick=True):
        following = row(db, actions.issue(db, admin, contracts[1].id))
    assert (this.sequence, following.sequence, following.year) == (1, 1, this.year + 1)


def test_the_year_is_the_campuss(db: Connection, admin: Actor) -> None:
    contract = deserved(db)
    with time_machine.travel("2030-12-31T17:30:00+00:00", tick=False):
        assert row(db, actions.issue(db, admin, contract.id)).year == 2031


def test_a_preview_shows_everything_and_issues_nothing(db: Connection, admin: Actor) -> None:
    """CERT-02."""
    actions.issue(db, admin, deserved(db).id)
    contract = ended(db, attended=9, student=make.student(db, name="Budi Santoso", number="2021002"))
    text = samples.pdf_text(preview(db, contract.id))
    for told in ("Budi Santoso", "2021002", "0002/ASLAB", settings().certificate_signer):
        assert told in text
    assert "PRATINJAU" in "".join(text.split())
    assert len(db.execute(own(certificates)).all()) == 1
    assert db.scalar(own(certificate_counters, certificate_counters.c.last)) == 1


def test_letters_that_cannot_be_printed_are_refused_in_the_preview_as_well(db: Connection) -> None:
    contract = deserved(db, student=make.student(db, name="Siti 🎓"))
    with pytest.raises(NotDrawable) as refused:
        preview(db, contract.id)
    assert refused.value.text() == "Nama atau mata kuliah memuat huruf yang tidak dapat dicetak: 🎓"


def test_a_running_contract_has_no_preview(db: Connection) -> None:
    with pytest.raises(ContractNotEnded):
        preview(db, ended(db, state="aktif").id)
    with pytest.raises(NotFound):
        preview(db, uuid4())
