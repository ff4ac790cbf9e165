"""A known device: a signed cookie that names it and opens nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from common.platform import clock
from common.platform.auth.devices import Device, Owner, device_token, known_device
from common.platform.auth.tokens import Claims, issue, signed, verify
from common.platform.errors import Unauthenticated
from common.platform.settings import settings

pytestmark = pytest.mark.usefixtures("database")
LIFE = timedelta(days=180)


@pytest.fixture
def device() -> Device:
    return Device(uuid4(), (Owner.by(uuid4(), "a hash"), Owner.by(uuid4(), None)))


def test_its_cookie_names_device_and_owners_for_half_a_year(device: Device) -> None:
    given, now = device_token(device), clock.now()
    with time_machine.travel(now + LIFE - timedelta(minutes=1), tick=False):
        assert known_device(given) == device
    with time_machine.travel(now + LIFE + timedelta(minutes=1), tick=False):
        assert known_device(given) is None


def test_it_is_no_access_token_and_none_is_a_device(device: Device) -> None:
    with pytest.raises(Unauthenticated):
        verify(device_token(device))
    assert known_device(issue(Claims(device.owners[0].person_id, uuid4(), "mahasiswa"))) is None


@pytest.mark.parametrize("wrong", ["", "x", "a.b.c"])
def test_anything_else_is_a_strangers(wrong: str) -> None:
    assert known_device(wrong) is None


def test_a_changed_one_is_a_strangers(device: Device) -> None:
    head, claims, signature = device_token(device).split(".")
    other = device_token(Device(uuid4(), device.owners)).split(".")[1]
    assert known_device(f"{head}.{other}.{signature}") is None
    assert known_device(f"{head}.{claims}.") is None


@pytest.mark.parametrize("of", [None, 5, ["x"], [["x", "y"]], [[str(uuid4())]], [[str(uuid4()), "y", "z"]]])
def test_a_signed_one_of_another_shape_is_a_strangers(of: object) -> None:
    audience = f"{settings().token_audience}/device"
    assert known_device(signed({"did": str(uuid4()), "of": of}, audience, LIFE)) is None


def test_an_owner_is_known_by_the_password_of_the_sign_in() -> None:
    person = uuid4()
    device = Device(uuid4()).signed_in_by(Owner.by(person, "a hash"))
    assert device.knows(Owner.by(person, "a hash"))
    assert not device.knows(Owner.by(person, "another"))
    assert not device.knows(Owner.by(uuid4(), "a hash"))
    again = device.signed_in_by(Owner.by(person, "another"))
    assert (again.id, again.owners) == (device.id, (Owner.by(person, "another"),))


def test_the_last_four_who_shared_a_browser_are_known() -> None:
    device, owners = Device(uuid4()), [Owner.by(uuid4(), "a hash") for _ in range(5)]
    for owner in [*owners, owners[2]]:
        device = device.signed_in_by(owner)
    assert device.owners == (owners[2], owners[4], owners[3], owners[1])
