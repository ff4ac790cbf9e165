"""Passwords asked for: what a wrong one costs, and for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from common.domain.audit.tables import audit_log
from common.domain.people.errors import AccountInactive, TooManyTries, WrongCredentials
from common.domain.people.sign_in import check_password
from common.domain.people.tables import people, sign_in_attempts
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.passwords import hash_password
from common.platform.errors import Invalid, Problem
from common.platform.settings import settings
from tests import factories as make
from tests.bystanders import own
from tests.client import PASSWORD, password_hash
from tests.domain.people.records import at, audited, confirm_password

HERE = "10.0.0.9"
PUBLIC = Actor.public(HERE, "r-1")


@pytest.fixture
def student(db: Connection) -> Any:
    return make.student(db, password_hash=password_hash())


def fail(db: Connection, number: str, ages: list[timedelta], ip: str = HERE) -> None:
    now = clock.now()
    for age in ages:
        db.execute(sign_in_attempts.insert().values(number=number, ip=ip, at=now - age))


def failures(db: Connection, number: str) -> list[str]:
    """From which addresses."""
    return sorted(db.scalars(own(sign_in_attempts, sign_in_attempts.c.ip).where(sign_in_attempts.c.number == number)))


def signing_in(db: Connection, student: Any, password: str) -> Any:
    return check_password(db, PUBLIC, student.number, password)


def confirming(db: Connection, student: Any, password: str) -> Any:
    return confirm_password(db, replace(make.as_actor(student), ip=HERE), password)


each_way = pytest.mark.parametrize("ask", [signing_in, confirming])


def times(count: int, **age: float) -> list[timedelta]:
    return [timedelta(**age)] * count


LOCKED = [
    (times(5, minutes=14, seconds=59), 1),
    (times(5, seconds=1), 15 * 60 - 1),
    # From the first to the last of them a little less than 15 minutes.
    (times(1, minutes=15, seconds=9) + times(4, seconds=10), 15 * 60 - 10),
    (times(1, minutes=29) + times(4, minutes=14, seconds=30), 30),
    # Those that are older do not matter, and the last one counts.
    (times(2, minutes=20) + times(5, minutes=1), 14 * 60),
    (times(5, minutes=10) + times(1, minutes=1), 14 * 60),
]
FREE = [
    [],
    times(4, seconds=1),
    times(5, minutes=15, seconds=1),
    times(1, minutes=15, seconds=11) + times(4, seconds=10),
]


@each_way
@pytest.mark.parametrize(("ages", "seconds"), LOCKED)
def test_five_failures_within_a_quarter_of_an_hour_lock_for_as_long_after_the_last(
    db: Connection, student: Any, ask: Any, ages: list[timedelta], seconds: int
) -> None:
    with at(clock.now()):
        fail(db, student.number, ages)
        refused = ask(db, student, PASSWORD)
    assert isinstance(refused, TooManyTries)
    assert (refused.retry_after, refused.values) == (seconds, {"minutes": -(-seconds // 60)})
    assert len(failures(db, student.number)) == len(ages)


@each_way
@pytest.mark.parametrize("ages", FREE)
def test_fewer_failures_older_ones_and_scattered_ones_do_not_lock(
    db: Connection, student: Any, ask: Any, ages: list[timedelta]
) -> None:
    with at(clock.now()):
        fail(db, student.number, ages)
        assert not isinstance(ask(db, student, PASSWORD), Problem)


@each_way
def test_failures_of_others_and_from_elsewhere_do_not_lock(db: Connection, student: Any, ask: Any) -> None:
    fail(db, make.student(db).number, times(39, seconds=1))
    fail(db, student.number, times(49, seconds=1), ip="203.0.113.7")
    assert not isinstance(ask(db, student, PASSWORD), Problem)


@each_way
def test_fifty_failures_from_anywhere_lock_everywhere(db: Connection, student: Any, ask: Any) -> None:
    assert settings().sign_in_tries_anywhere == 50
    for n in range(50):
        fail(db, student.number, times(1, minutes=1), ip=f"2001:db8::{n}")
    assert isinstance(ask(db, student, PASSWORD), TooManyTries)


@each_way
def test_who_knows_the_password_is_forgiven_the_failures_of_this_address(
    db: Connection, student: Any, ask: Any
) -> None:
    other = make.student(db)
    fail(db, student.number, times(2, seconds=1))
    fail(db, student.number, times(1, seconds=1), ip="203.0.113.7")
    fail(db, other.number, times(1, seconds=1))
    assert not isinstance(ask(db, student, PASSWORD), Problem)
    assert (failures(db, student.number), failures(db, other.number)) == (["203.0.113.7"], [HERE])


def test_signing_in_gives_the_person_and_leaves_a_line_in_the_own_name(db: Connection, student: Any) -> None:
    assert signing_in(db, student, PASSWORD) == student
    [line] = db.execute(own(audit_log).where(audit_log.c.subject_id == str(student.id)))
    assert (line.action, line.actor_id, line.actor_role) == ("session.opened", student.id, "mahasiswa")
    assert (line.subject_type, line.ip, line.request_id) == ("person", HERE, "r-1")


def test_a_wrong_password_is_counted_and_leaves_a_line(db: Connection, student: Any) -> None:
    now = clock.now()
    with at(now):
        assert isinstance(signing_in(db, student, "salah"), WrongCredentials)
    [counted] = db.execute(own(sign_in_attempts).where(sign_in_attempts.c.number == student.number))
    assert (counted.ip, counted.at) == (HERE, now)
    assert audited(db, student.id) == [("session.refused", None, None)]


def test_an_unknown_number_is_counted_and_leaves_a_line_without_a_person(db: Connection) -> None:
    assert isinstance(check_password(db, PUBLIC, "tidak-ada-999", "salah"), WrongCredentials)
    assert failures(db, "tidak-ada-999") == [HERE]
    newest = own(audit_log).where(audit_log.c.action == "session.refused").order_by(audit_log.c.id.desc())
    line = db.execute(newest.limit(1)).one()
    assert (line.subject_id, line.actor_id, line.ip) == ("tidak terdaftar", None, HERE)


@pytest.mark.parametrize("guess", ["", "nobody has this password", PASSWORD])
def test_no_password_opens_an_account_that_has_none(db: Connection, guess: str) -> None:
    new = make.student(db)
    assert isinstance(signing_in(db, new, guess), WrongCredentials)
    assert isinstance(confirming(db, new, guess), Invalid)


def test_a_shut_account_is_told_to_who_knows_the_password_and_keeps_its_failures(db: Connection, student: Any) -> None:
    db.execute(update(people).where(people.c.id == student.id).values(active=False))
    fail(db, student.number, times(2, seconds=1))
    assert isinstance(signing_in(db, student, "salah"), WrongCredentials)
    assert isinstance(signing_in(db, student, PASSWORD), AccountInactive)
    assert failures(db, student.number) == [HERE] * 3
    assert audited(db, student.id) == []


def test_a_wrong_password_of_who_is_signed_in_is_told_at_its_field_and_counted(db: Connection, student: Any) -> None:
    refused = confirming(db, student, "salah")
    assert isinstance(refused, Invalid)
    assert [text.code for text in refused.fields["current_password"]] == ["wrong_password"]
    assert failures(db, student.number) == [HERE]
    assert audited(db, student.id) == [("password.refused", None, None)]


def test_the_password_asked_for_is_that_of_who_is_signed_in(db: Connection, student: Any) -> None:
    other = make.student(db, password_hash="kata sandi lain")
    assert isinstance(confirming(db, other, PASSWORD), Invalid)
    assert confirming(db, student, PASSWORD) is None
    assert audited(db, student.id) == []


def test_older_accounts_of_one_number_are_told_apart_by_the_password(db: Connection) -> None:
    """They were there before numbers had one form, and are still entered."""
    holder = make.student(db, number="F1D022", password_hash=password_hash())
    double = make.student(db, number="f1d 022", number_double=1, password_hash=hash_password("kuda-baterai-jepit"))
    assert check_password(db, PUBLIC, "F1D022", PASSWORD).id == holder.id
    assert check_password(db, PUBLIC, "F1D022", "kuda-baterai-jepit").id == double.id
    assert isinstance(check_password(db, PUBLIC, "F1D022", "bukan-keduanya"), WrongCredentials)
    assert isinstance(confirming(db, double, "bukan-miliknya"), Invalid)
    assert failures(db, "F1D022") == [HERE, HERE], "tries of both ways count together"
