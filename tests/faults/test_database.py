"""No wait for the database is without an end, and the next request after it is served."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select, text

from common.domain.people.tables import people
from common.ops.local.campus import Campus
from common.platform.db import transaction
from common.platform.errors import Busy, Unavailable
from tests import factories as make
from tests.faults.proxy import Network, Proxy
from tests.http.test_serve import ask

WITHIN_SECONDS = 10.0
BAD = [Network.SILENT, Network.RESET, Network.REFUSED]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("warm", [True, False], ids=["connected before", "not yet connected"])
def test_a_request_ends_and_says_when_to_come_back(campus: Campus, network: Proxy, bad: Network, *, warm: bool) -> None:
    client = ask(campus, "browse_vacancies")
    if warm:
        assert client.get("/v1/vacancies").status_code == 200
    network.turn(bad)
    began = time.monotonic()
    answers = [client.get("/v1/vacancies", headers={"Accept-Language": "en"}) for _ in range(2)]
    assert time.monotonic() - began < 2 * WITHIN_SECONDS
    for answer in answers:
        assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
        assert answer.get_json()["title"] == "The service is unavailable. Try again later."
        assert int(answer.headers["Retry-After"]) > 0
    network.turn(Network.GOOD)
    assert client.get("/v1/vacancies").status_code == 200, "nothing needs a restart"


@pytest.mark.parametrize("bad", BAD)
def test_a_transaction_that_loses_its_connection_is_no_fault_of_its_own(network: Proxy, bad: Network) -> None:
    with pytest.raises(Unavailable), transaction() as db:
        make.student(db, number="H001")
        network.turn(bad)
        db.scalar(select(people.c.id).where(people.c.number == "H001"))
    network.turn(Network.GOOD)
    with transaction() as db:
        assert db.scalar(select(people.c.id).where(people.c.number == "H001")) is None


def test_a_slow_network_is_still_one(network: Proxy) -> None:
    network.turn(Network.SLOW)
    with transaction() as db:
        assert db.scalar(text("SELECT 1")) == 1


def test_who_waits_for_a_held_row_hears_that_the_system_is_busy(network: Proxy) -> None:
    with transaction() as db:
        held = make.student(db)
    locked = select(people.c.id).where(people.c.id == held.id).with_for_update()
    with transaction() as holder:
        holder.execute(locked)
        began = time.monotonic()
        with pytest.raises(Busy), transaction() as db:
            db.execute(locked)
        assert time.monotonic() - began < WITHIN_SECONDS
