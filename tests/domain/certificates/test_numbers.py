"""Numbers under load: every number once, none left out, when many issue at the same time (CERT-10)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.certificates import actions
from common.domain.certificates.errors import ContractNotEnded
from common.platform.auth import Actor
from common.platform.db import transaction
from tests import factories as make
from tests.domain.certificates.conftest import committed_contracts, deserved, ended, stored
from tests.races import at_once


def two_admins() -> list[Actor]:
    with transaction() as db:
        return [make.as_actor(make.admin(db)) for _ in range(2)]


def numbers() -> list[int]:
    return [one.sequence for one in stored()]


def test_two_admins_with_a_hundred_each_use_200_numbers_without_a_gap(committed: None) -> None:
    contracts, admins = committed_contracts(200), two_admins()
    start = Barrier(2)

    def issue(place: int) -> int:
        mine = [contract.id for contract in contracts[place::2]]
        start.wait(30)
        with transaction() as db:
            return sum(outcome.problem is None for outcome in actions.issue_batch(db, admins[place], mine))

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(issue, range(2))) == [100, 100]
    assert numbers() == list(range(1, 201))
    assert len({(one.number, one.code) for one in stored()}) == 200


def test_single_issues_at_once_use_each_number_once(committed: None) -> None:
    contracts, admins = committed_contracts(20), two_admins()
    outcome = at_once(
        [partial(actions.issue, actor=admins[n % 2], contract_id=one.id) for n, one in enumerate(contracts)]
    )
    assert outcome == {"done": 20}
    assert numbers() == list(range(1, 21))


def test_ten_at_once_for_one_contract_issue_one(committed: None) -> None:
    [contract], [admin, _] = committed_contracts(1), two_admins()
    outcome = at_once([partial(actions.issue, actor=admin, contract_id=contract.id)] * 10)
    assert outcome == {"done": 1, "already_issued": 9}
    assert numbers() == [1]


def test_batches_that_share_contracts_in_another_order_wait_and_do_not_lock_up(committed: None) -> None:
    ids, admins = [contract.id for contract in committed_contracts(12)], two_admins()
    ways = [ids, ids[::-1], ids[6:] + ids[:6], ids[::2] + ids[1::2]]
    issued: list[int] = []

    def issue(db: Connection, mine: list[Any]) -> None:
        outcomes = actions.issue_batch(db, admins[0], mine)
        issued.append(sum(outcome.problem is None for outcome in outcomes))

    assert at_once([partial(issue, mine=way) for way in ways]) == {"done": 4}
    assert sum(issued) == 12
    assert numbers() == list(range(1, 13))


def test_an_issue_that_is_undone_leaves_no_gap(committed: None) -> None:
    contracts, [admin, _] = committed_contracts(3), two_admins()
    with transaction() as db:
        actions.issue(db, admin, contracts[0].id)
    with pytest.raises(ZeroDivisionError), transaction() as db:
        actions.issue(db, admin, contracts[1].id)
        _ = 1 / 0
    with transaction() as db:
        actions.issue(db, admin, contracts[2].id)
    assert numbers() == [1, 2]


def test_a_refused_one_in_a_batch_takes_no_number(db: Connection, admin: Actor) -> None:
    good, running, absent, also_good = deserved(db), ended(db, state="aktif"), ended(db), deserved(db)
    wanted = [good.id, running.id, absent.id, also_good.id, good.id]
    outcomes = actions.issue_batch(db, admin, wanted)
    told = [(one.contract_id, one.number and one.number[:4], one.problem and one.problem.code) for one in outcomes]
    assert told == [
        (good.id, "0001", None),
        (running.id, None, ContractNotEnded.code),
        (absent.id, None, "attendance_below_minimum"),
        (also_good.id, "0002", None),
    ]


def test_repeating_a_batch_does_only_what_remains(db: Connection, admin: Actor) -> None:
    contracts = [deserved(db) for _ in range(3)]
    actions.issue_batch(db, admin, [contracts[0].id])
    outcomes = actions.issue_batch(db, admin, [contract.id for contract in contracts])
    assert [outcome.problem and outcome.problem.code for outcome in outcomes] == ["already_issued", None, None]


def test_a_batch_takes_the_same_few_reads_whatever_its_size(db: Connection, admin: Actor, queries: Any) -> None:
    contracts = [deserved(db).id for _ in range(20)]
    with queries(db) as run:
        actions.issue_batch(db, admin, contracts)
    assert len([statement for statement in run if "audit_log" not in statement]) <= 6
