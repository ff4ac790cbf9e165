"""Who is shut out by whose wrong passwords: strangers by number and address, a known device by its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection

from common.domain.audit.tables import audit_log
from common.domain.people.errors import TooManyTries, WrongCredentials
from common.domain.people.passwords import store_password
from common.domain.people.sessions import open_session
from common.domain.people.sign_in import begin, check_password
from common.domain.people.tables import sessions, sign_in_attempts
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.devices import Device, Owner
from common.platform.auth.passwords import hash_password
from common.platform.db import transaction
from common.platform.settings import settings
from tests import factories as make
from tests.bystanders import own
from tests.client import PASSWORD, password_hash
from tests.domain.people.records import SECOND, at, audited, confirm_password
from tests.races import at_once

HERE, ELSEWHERE = Actor.public("10.0.0.9"), Actor.public("203.0.113.7")
QUARTER = timedelta(minutes=15)


@pytest.fixture
def student(db: Connection) -> Any:
    return make.student(db, password_hash=password_hash())


def failed(db: Connection, count: int, *, number: str | None = None, ip: str = "10.0.0.9", age: float = 1) -> None:
    """Wrong passwords some seconds ago, each for another number unless one is given."""
    moment = clock.now() - timedelta(seconds=age)
    for n in range(count):
        row = {"number": number or f"9{n:05}", "ip": ip, "at": moment}
        db.execute(sign_in_attempts.insert().values(row))


def own_device(student: Any) -> Device:
    return Device(uuid4()).signed_in_by(Owner.by(student.id, student.password_hash))


def left(db: Connection, *, number: str) -> Sequence[UUID | None]:
    """The devices whose failures for the number are kept; None for a stranger's."""
    return db.scalars(own(sign_in_attempts, sign_in_attempts.c.device).where(sign_in_attempts.c.number == number)).all()


def locks(db: Connection) -> list[tuple[str, str, str, Any]]:
    begun = own(audit_log).where(audit_log.c.action.in_(("session.locked", "session.slowed"))).order_by(audit_log.c.id)
    return [(line.action, line.subject_type, line.subject_id, line.new) for line in db.execute(begun)]


def test_forty_failures_of_an_address_slow_it_for_every_number(db: Connection, student: Any) -> None:
    assert settings().sign_in_tries_of_an_address == 40
    with at(clock.now()):
        failed(db, 1, age=14 * 60)
        failed(db, 38)
        assert isinstance(check_password(db, HERE, student.number, "salah"), WrongCredentials)
        refused = check_password(db, HERE, student.number, PASSWORD)
        assert isinstance(refused, TooManyTries)
        assert (refused.retry_after, refused.values) == (60, {"minutes": 1}), "until the first of them is past"
        assert not isinstance(check_password(db, ELSEWHERE, student.number, PASSWORD), TooManyTries)
    with at(clock.now() + timedelta(seconds=61)):
        assert not isinstance(check_password(db, HERE, student.number, PASSWORD), TooManyTries)


def test_a_refused_try_is_not_counted(db: Connection, student: Any) -> None:
    failed(db, 40)
    for _ in range(3):
        assert isinstance(check_password(db, HERE, student.number, "salah"), TooManyTries)
    assert left(db, number=student.number) == []


def test_one_line_of_ipv6_is_one_address(db: Connection, student: Any) -> None:
    failed(db, 40, ip="2001:db8:1:2::/64")
    for ip, refused in (("2001:db8:1:2::77", True), ("2001:db8:1:3::77", False)):
        assert isinstance(check_password(db, Actor.public(ip), student.number, PASSWORD), TooManyTries) is refused


def test_a_customer_with_many_networks_of_ipv6_is_slowed_as_a_whole(db: Connection, student: Any) -> None:
    """A /48 has 65,536 of them; 200 wrong passwords are more than a whole campus mistypes by telephone."""
    moment = clock.now()
    with at(moment):
        for n in range(200):
            ip = f"2001:db8:1:{n:x}::7"
            refused = check_password(db, Actor.public(ip), f"80{n:04}", "salah")
            assert isinstance(refused, WrongCredentials)
        for ip, slowed in (("2001:db8:1:ffff::7", True), ("2001:db8:2::7", False), ("10.0.0.9", False)):
            assert isinstance(check_password(db, Actor.public(ip), student.number, PASSWORD), TooManyTries) is slowed
        known = own_device(student)
        assert check_password(db, Actor.public("2001:db8:1:1::9"), student.number, PASSWORD, known).id == student.id
    assert locks(db) == [("session.slowed", "address", "2001:db8:1::/48", {"tries": 200})]


def test_strangers_do_not_lock_a_device_that_the_account_knows(db: Connection, student: Any) -> None:
    failed(db, 60, number=student.number, ip="203.0.113.7")
    failed(db, 40)
    failed(db, 5, number=student.number)
    known = own_device(student)
    assert isinstance(check_password(db, HERE, student.number, PASSWORD), TooManyTries)
    assert check_password(db, HERE, student.number, PASSWORD, known).id == student.id
    assert left(db, number=student.number) == [None] * 65, "strangers are not forgiven for it"


def test_a_known_device_is_locked_by_its_own_failures_wherever_it_is(db: Connection, student: Any) -> None:
    known = own_device(student)
    for actor in (HERE, ELSEWHERE, HERE, ELSEWHERE, HERE):
        assert isinstance(check_password(db, actor, student.number, "salah", known), WrongCredentials)
    for actor in (HERE, ELSEWHERE):
        assert isinstance(check_password(db, actor, student.number, PASSWORD, known), TooManyTries)
    assert check_password(db, HERE, student.number, PASSWORD, own_device(student)).id == student.id
    assert check_password(db, HERE, student.number, PASSWORD).id == student.id, "no stranger is locked by it"
    assert left(db, number=student.number) == [known.id] * 5


def test_known_devices_together_have_a_limit_of_their_own(db: Connection, student: Any) -> None:
    """Whoever knew the password once may hold many of them."""
    for age in range(50):
        row = {"number": student.number, "ip": "203.0.113.7", "device": uuid4()}
        db.execute(sign_in_attempts.insert().values(**row, at=clock.now() - timedelta(seconds=age + 1)))
    assert isinstance(check_password(db, HERE, student.number, PASSWORD, own_device(student)), TooManyTries)
    assert check_password(db, HERE, student.number, PASSWORD).id == student.id, "no stranger is locked by it"


def test_the_device_of_another_account_is_a_strangers(db: Connection, student: Any) -> None:
    foreign = own_device(make.student(db))
    failed(db, 4, number=student.number)
    assert isinstance(check_password(db, HERE, student.number, "salah", foreign), WrongCredentials)
    assert isinstance(check_password(db, HERE, student.number, PASSWORD, foreign), TooManyTries)
    assert left(db, number=student.number) == [None] * 5


def test_a_device_that_knew_the_password_before_is_a_strangers(db: Connection, student: Any) -> None:
    known = own_device(student)
    store_password(db, student.id, hash_password(PASSWORD))
    failed(db, 5, number=student.number)
    assert isinstance(check_password(db, HERE, student.number, PASSWORD, known), TooManyTries)


def test_an_open_session_counts_with_the_sign_ins_of_its_device(db: Connection, student: Any) -> None:
    known, now = own_device(student), clock.now()
    times = {"created_at": now, "used_at": now, "expires_at": now + QUARTER}
    session = make.insert(db, sessions, person_id=student.id, role="mahasiswa", device_id=known.id, **times)
    me = Actor(student.id, "mahasiswa", number=student.number, session_id=session.id, ip=HERE.ip)
    failed(db, 60, number=student.number)
    for _ in range(3):
        confirm_password(db, me, "salah")
    for _ in range(2):
        check_password(db, ELSEWHERE, student.number, "salah", known)
    assert isinstance(confirm_password(db, me, PASSWORD), TooManyTries)
    assert isinstance(check_password(db, ELSEWHERE, student.number, PASSWORD, known), TooManyTries)


def test_the_first_failure_leaves_a_line_and_the_lock_another(db: Connection, student: Any) -> None:
    for _ in range(5):
        check_password(db, HERE, student.number, "salah")
    check_password(db, HERE, student.number, "salah")
    assert audited(db, student.id) == [("session.refused", None, None), ("session.locked", None, {"tries": 5})]


def test_a_series_that_begins_anew_leaves_a_line_anew(db: Connection, student: Any) -> None:
    now = clock.now()
    for moment in (now, now + SECOND, now + QUARTER + 2 * SECOND):
        with at(moment):
            check_password(db, HERE, student.number, "salah")
    assert audited(db, student.id) == [("session.refused", None, None)] * 2


def test_an_address_that_is_slowed_leaves_one_line(db: Connection) -> None:
    failed(db, 39)
    for n in range(3):
        check_password(db, HERE, f"80000{n}", "salah")
    assert locks(db) == [("session.slowed", "address", "10.0.0.9", {"tries": 40})]


def test_of_fifty_one_addresses_the_fiftieth_locks_and_leaves_the_line(db: Connection, student: Any) -> None:
    for n in range(49):
        failed(db, 1, number=student.number, ip=f"198.51.100.{n}")
    assert isinstance(check_password(db, HERE, student.number, "salah"), WrongCredentials)
    assert isinstance(check_password(db, ELSEWHERE, student.number, PASSWORD), TooManyTries)
    assert audited(db, student.id) == [("session.locked", None, {"tries": 50})]


def test_sign_ins_that_succeed_have_a_limit_too(db: Connection, student: Any, setting: Any) -> None:
    """Whoever knows a password may not have it checked without end."""
    setting("SIGN_INS", "3")
    now, other = clock.now(), make.student(db, password_hash=password_hash())
    for minutes in (16, 14, 10):
        begun = now - timedelta(minutes=minutes)
        times = {"created_at": begun, "used_at": begun, "expires_at": now}
        make.insert(db, sessions, person_id=student.id, role="mahasiswa", **times)
    with at(now):
        assert check_password(db, HERE, student.number, PASSWORD).id == student.id
        open_session(db, student.id, ["mahasiswa"])
        refused: Any = check_password(db, ELSEWHERE, student.number, PASSWORD, own_device(student))
        assert (type(refused), refused.retry_after) == (TooManyTries, 60)
        assert check_password(db, HERE, other.number, PASSWORD).id == other.id
    with at(now + timedelta(seconds=61)):
        assert check_password(db, HERE, student.number, PASSWORD).id == student.id
    assert locks(db) == [("session.slowed", "person", str(student.id), {"sign_ins": 3})] * 2, "each that reaches it"


def test_a_try_that_has_not_come_out_yet_counts(db: Connection, student: Any) -> None:
    failed(db, 4, number=student.number)
    assert not isinstance(begin(db, HERE, student.number), TooManyTries)
    assert isinstance(begin(db, HERE, student.number), TooManyTries)


@pytest.mark.parametrize("spread", [False, True])
def test_of_guesses_sent_at_once_no_more_than_the_limit_are_counted(committed: None, spread: bool) -> None:
    """For one number from one address, and for many numbers from it."""
    with transaction() as db:
        number = make.student(db).number
        failed(db, 36 if spread else 1, number=None if spread else number)
    numbers = [f"70000{n}" if spread else number for n in range(12)]

    def guess(number: str) -> Any:
        def decide(db: Connection) -> None:
            if isinstance(refused := begin(db, HERE, number), TooManyTries):
                raise refused

        return decide

    assert at_once([guess(number) for number in numbers]) == {"done": 4, "too_many_tries": 8}
