"""A known device: a signed cookie that names it and opens nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from common.platform import clock
from common.platform.auth.devices import Device, device_token, known_device
from common.platform.auth.tokens import Claims, issue, verify
from common.platform.errors import Unauthenticated

pytestmark = pytest.mark.usefixtures("database")
LIFE = timedelta(days=180)


@pytest.fixture
def device() -> Device:
    return Device(uuid4(), uuid4())


def test_its_cookie_names_device_and_person_for_half_a_year(device: Device) -> None:
    given, now = device_token(device), clock.now()
    with time_machine.travel(now + LIFE - timedelta(minutes=1), tick=False):
        assert known_device(given) == device
    with time_machine.travel(now + LIFE + timedelta(minutes=1), tick=False):
        assert known_device(given) is None


def test_it_is_no_access_token_and_none_is_a_device(device: Device) -> None:
    with pytest.raises(Unauthenticated):
        verify(device_token(device))
    assert known_device(issue(Claims(device.person_id, uuid4(), "mahasiswa"))) is None


@pytest.mark.parametrize("wrong", ["", "x", "a.b.c"])
def test_anything_else_is_a_strangers(wrong: str) -> None:
    assert known_device(wrong) is None


def test_a_changed_one_is_a_strangers(device: Device) -> None:
    head, claims, signature = device_token(device).split(".")
    other = device_token(Device(uuid4(), device.person_id)).split(".")[1]
    assert known_device(f"{head}.{other}.{signature}") is None
    assert known_device(f"{head}.{claims}.") is None
