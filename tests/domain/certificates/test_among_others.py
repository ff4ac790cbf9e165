"""One certificate among others: what is sent, revoked or drawn is this one alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, update

from common.domain.assistants.errors import EmailNotUsable
from common.domain.audit.tables import audit_log
from common.domain.certificates import actions, sending
from common.domain.certificates import queries as reading
from common.domain.certificates.errors import NotDrawnYet, StillQueued
from common.domain.certificates.states import CertificateState
from common.domain.certificates.tables import certificates
from common.domain.notifications.tables import messages
from common.domain.recruitment.belonging import assign_periods
from common.domain.recruitment.tables import vacancies
from common.domain.reports.dashboard import dashboard
from common.platform import clock
from common.platform.auth import Actor
from tests import factories as make
from tests.bystanders import own
from tests.domain.certificates.conftest import deserved, ended, row, without_address
from tests.domain.certificates.test_reading import drawn, listed


def issued(db: Connection, admin: Actor, **student: Any) -> Any:
    contract = deserved(db, student=make.student(db, **student))
    return row(db, actions.issue(db, admin, contract.id))


def queued(db: Connection, admin: Actor) -> Any:
    made = issued(db, admin)
    drawn(db, made.id)
    return row(db, made.id)


def mail(db: Connection, of: Any) -> Any:
    wanted = own(messages).where(messages.c.event == f"certificate_sent:{of.id}:{of.sendings}")
    return db.execute(wanted.where(messages.c.channel == "email")).one()


def mark(db: Connection, of: Any, state: str, **values: Any) -> None:
    mine = messages.c.id == mail(db, of).id
    db.execute(update(messages).where(mine).values(state=state, **values))


def lines(db: Connection, of: Any) -> list[Any]:
    wanted = own(audit_log).where(audit_log.c.subject_id == str(of.id)).order_by(audit_log.c.id)
    return list(db.execute(wanted).all())


def told(db: Connection, of: Any) -> list[Any]:
    return list(db.execute(own(messages).where(messages.c.event.contains(str(of.id)))).all())


def test_each_certificate_is_judged_by_its_own_mail(db: Connection, admin: Actor) -> None:
    first, second = queued(db, admin), queued(db, admin)
    mark(db, first, "gagal")
    with pytest.raises(StillQueued):
        sending.send_again(db, admin, second.id)
    sending.send_again(db, admin, first.id)
    with pytest.raises(StillQueued):
        sending.send_again(db, admin, first.id)
    assert [row(db, one.id).sendings for one in (first, second)] == [2, 1]


def test_that_one_was_sent_again_stands_in_the_log(db: Connection, admin: Actor) -> None:
    first, second = queued(db, admin), queued(db, admin)
    mark(db, first, "terkirim")
    sending.send_again(db, admin, first.id)
    assert [line.action for line in lines(db, first)] == ["certificate.issued", "certificate.sent_again"]
    assert lines(db, first)[-1].actor_id == admin.id
    assert [line.action for line in lines(db, second)] == ["certificate.issued"]


def test_it_is_sent_again_by_mail_alone_with_its_own_file(db: Connection, admin: Actor) -> None:
    first = queued(db, admin)
    mark(db, first, "terkirim")
    sending.send_again(db, admin, first.id)
    again = [message for message in told(db, first) if message.event.endswith(":2")]
    assert [(message.channel, message.attachment) for message in again] == [("email", "certificates/uji.pdf")]
    assert again[0].data == {
        "name": first.facts["name"],
        "course": first.facts["course"],
        "number": first.number,
        "check_url": first.facts["check_url"],
    }


def test_whoever_has_no_address_now_is_sent_nothing_again(db: Connection, admin: Actor) -> None:
    first = queued(db, admin)
    mark(db, first, "terkirim")
    without_address(db, first)
    with pytest.raises(EmailNotUsable):
        sending.send_again(db, admin, first.id)
    assert row(db, first.id).sendings == 1


def test_what_is_not_drawn_is_not_sent_though_another_is(db: Connection, admin: Actor) -> None:
    queued(db, admin)
    with pytest.raises(NotDrawnYet):
        sending.send_again(db, admin, issued(db, admin).id)


def test_one_is_revoked_and_its_messages_withdrawn_and_no_others(db: Connection, admin: Actor) -> None:
    first, second = queued(db, admin), queued(db, admin)
    untouched = told(db, second)
    actions.revoke(db, admin, first.id, reason="Nama salah")
    assert row(db, second.id) == second
    assert told(db, second) == untouched
    after = {(message.kind, message.state) for message in told(db, first)}
    assert after == {("certificate_sent", "gagal"), ("certificate_revoked", "antre")}
    now = row(db, first.id)
    assert (now.revoke_reason, now.revoked_by) == ("Nama salah", admin.id)
    assert clock.now() - now.revoked_at < timedelta(minutes=1)
    line = lines(db, first)[-1]
    assert (line.action, line.old, line.new) == ("certificate.revoked", {"number": first.number}, None)


def test_the_one_who_held_it_is_told_with_name_and_number(db: Connection, admin: Actor) -> None:
    first, second = issued(db, admin, name="Siti Aminah"), issued(db, admin)
    actions.revoke(db, admin, first.id, reason="Nama salah")
    [notice] = [message for message in told(db, first) if message.channel == "email"]
    assert notice.data == {"name": "Siti Aminah", "number": first.number, "reason": "Nama salah"}
    assert told(db, second) == []


def test_what_is_issued_stands_in_the_log_with_contract_number_and_what_it_replaces(
    db: Connection, admin: Actor
) -> None:
    first = issued(db, admin)
    actions.revoke(db, admin, first.id, reason="Nama salah")
    second = row(db, actions.issue(db, admin, first.contract_id))
    [line] = lines(db, second)
    assert line.new == {
        "number": second.number,
        "contract_id": str(first.contract_id),
        "replaces": str(first.id),
    }
    assert lines(db, first)[0].new["replaces"] is None


def test_a_line_of_the_list_tells_its_own_state_and_its_own_mail(db: Connection, admin: Actor) -> None:
    plain, failed, sent = deserved(db), queued(db, admin), queued(db, admin)
    mark(db, failed, "gagal", error="Email gagal: x", error_en="E-mail failed: y")
    mark(db, sent, "terkirim")
    found = {line["contract_id"]: line for line in listed(db, limit=100)}
    state = CertificateState
    assert [found[key]["state"] for key in (plain.id, failed.contract_id, sent.contract_id)] == [
        state.NOT_ISSUED,
        state.NOT_SENT,
        state.SENT,
    ]
    assert [found[key]["error"] for key in (plain.id, failed.contract_id, sent.contract_id)] == [
        None,
        "Email gagal: x",
        None,
    ]
    assert (found[plain.id]["number"], found[sent.contract_id]["number"]) == (None, sent.number)
    assert [reading.certificate(db, one.id)["state"] for one in (failed, sent)] == [state.NOT_SENT, state.SENT]


def test_one_certificate_is_shown_with_all_that_it_says(db: Connection, admin: Actor) -> None:
    first, second = issued(db, admin), queued(db, admin)
    for one, file in ((first, False), (second, True)):
        shown = reading.certificate(db, one.id)
        assert (shown["id"], shown["number"], shown["contract_id"]) == (one.id, one.number, one.contract_id)
        for name in ("name", "course", "period", "attendances", "issued_on"):
            assert shown[name] == one.facts[name]
        assert (shown["check_url"], shown["downloadable"]) == (one.facts["check_url"], file)


def test_ones_own_come_newest_first_and_of_both_years(db: Connection, admin: Actor) -> None:
    student = make.student(db)
    with time_machine.travel(datetime(clock.today().year - 1, 6, 1, tzinfo=UTC), tick=True):
        old = actions.issue(db, admin, deserved(db, student=student).id)
    new = [actions.issue(db, admin, deserved(db, student=student).id) for _ in range(2)]
    issued(db, admin)
    mine = reading.own_certificates(db, make.as_actor(student))["items"]
    assert [one["id"] for one in mine] == [*reversed(new), old]


def test_list_dashboard_and_certificate_speak_of_one_period(db: Connection, admin: Actor) -> None:
    """The vacancy opened in the one and the contract was served in the next, as usual."""
    began = clock.today() - timedelta(days=30)
    make.period(db, name="Ganjil", starts_on=began, ends_on=clock.today())
    opened = make.period(db, name="Genap", starts_on=began - timedelta(days=90), ends_on=began - timedelta(days=1))
    contract = deserved(db)
    opens = {"opens_at": clock.start_of(opened.ends_on)}
    db.execute(update(vacancies).where(vacancies.c.id == contract.vacancy_id).values(opens))
    assign_periods(db, vacancies.c.id == contract.vacancy_id)
    issued_id = actions.issue(db, admin, contract.id)
    [line] = [line for line in listed(db, period_id=opened.id, limit=100) if line["contract_id"] == contract.id]
    assert (line["period"], row(db, issued_id).facts["period"]) == ("Genap", "Genap")
    assert dashboard(db, period_id=opened.id)["totals"]["certificates"] == 1


def test_a_named_period_is_the_only_one_though_the_contract_began_in_another(db: Connection, admin: Actor) -> None:
    began = clock.today() - timedelta(days=30)
    make.period(db, name="Di dalam", starts_on=began, ends_on=clock.today())
    named = make.period(db, name="Disebut", starts_on=began - timedelta(days=90), ends_on=began - timedelta(days=1))
    contract = deserved(db)
    db.execute(update(vacancies).where(vacancies.c.id == contract.vacancy_id).values(period_id=named.id))
    found = [line["period"] for line in listed(db, limit=100) if line["contract_id"] == contract.id]
    assert found == ["Disebut"]
    assert row(db, actions.issue(db, admin, contract.id)).facts["period"] == "Disebut"


def test_only_the_contracts_of_a_period_are_listed(db: Connection) -> None:
    period = make.period(db, starts_on=clock.today() - timedelta(days=1), ends_on=clock.today() + timedelta(days=1))
    within, before = deserved(db), deserved(db)
    opened = {"opens_at": clock.now() - timedelta(days=40)}
    db.execute(update(vacancies).where(vacancies.c.id == before.vacancy_id).values(opened))
    assign_periods(db)
    found = {line["contract_id"] for line in listed(db, period_id=period.id, limit=100)}
    assert found & {within.id, before.id} == {within.id}


@pytest.mark.parametrize(("meetings", "enough"), [(10, False), (11, True), (12, True)])
def test_attendance_is_counted_of_the_contract_alone(db: Connection, admin: Actor, meetings: int, enough: bool) -> None:
    contract, other = ended(db, attended=meetings), ended(db, attended=14)
    [line] = [line for line in listed(db, limit=100) if line["contract_id"] == contract.id]
    assert (line["attended"], line["minimum"], line["enough"]) == (meetings, 11, enough)
    outcomes = actions.issue_batch(db, admin, [contract.id, other.id])
    assert [outcome.problem is None for outcome in outcomes] == [enough, True]
    made = own(certificates, certificates.c.facts).where(certificates.c.contract_id == other.id)
    assert db.scalar(made)["attendances"] == 14
