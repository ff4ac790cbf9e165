"""The life of a contract: every pair of states and every action from each state, in every role, for one row alone."""

from __future__ import annotations

from itertools import product
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.assistants import actions
from common.domain.assistants.states import CONTRACT, ContractState
from common.domain.assistants.tables import contracts
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications
from common.platform import clock
from common.platform.auth import SYSTEM, Actor, Role
from common.platform.errors import Forbidden, IllegalMove
from tests import factories as make
from tests.domain.assistants.scene import everything_of, in_days, scene
from tests.outcomes import ROLES, expected, lines, mails, outcome, row

S = ContractState
LEGAL = {
    (S.ACTIVE, S.SUSPENDED): (Role.ADMIN,),
    (S.SUSPENDED, S.ACTIVE): (Role.ADMIN,),
    (S.ACTIVE, S.ENDED): (Role.LECTURER, SYSTEM),
    (S.SUSPENDED, S.ENDED): (Role.LECTURER, SYSTEM),
}


@pytest.fixture(autouse=True)
def still() -> Any:
    with time_machine.travel(clock.now(), tick=False):
        yield


@pytest.mark.parametrize(("old", "new"), list(product(S, S)))
def test_each_step_is_somebodys_or_nobodys(old: S, new: S) -> None:
    for role in ROLES:
        actor = Actor(uuid4(), role)
        if (old, new) not in LEGAL:
            with pytest.raises(IllegalMove):
                CONTRACT.check(old, new, actor)
        elif role in LEGAL[old, new]:
            CONTRACT.check(old, new, actor)
        else:
            with pytest.raises(Forbidden):
                CONTRACT.check(old, new, actor)


def suspend(db: Connection, actor: Actor, contract_id: Any) -> None:
    actions.suspend(db, actor, contract_id, reason="Cuti")


def end(db: Connection, actor: Actor, contract_id: Any) -> None:
    actions.end(db, actor, contract_id, reason="Mengundurkan diri")


# The action, the state it leads to, its audit line, its message and its reason.
MOVES = {
    "suspend": (suspend, S.SUSPENDED, "contract.suspended", "contract_suspended", "Cuti"),
    "resume": (actions.resume, S.ACTIVE, "contract.resumed", "contract_resumed", None),
    "end": (end, S.ENDED, "contract.ended", "contract_ended", "Mengundurkan diri"),
}


@pytest.mark.parametrize(("name", "old"), list(product(MOVES, S)))
def test_each_action_on_a_contract_from_each_state_in_each_role(db: Connection, name: str, old: S) -> None:
    move, new, line, told, reason = MOVES[name]
    for role in ROLES:
        one, other = scene(db, state=old), scene(db, state=old)
        before, who = everything_of(db, other), make.as_actor(one.owner, role)
        came_out = outcome(db, move, who, one.contract.id)
        assert came_out == (first_refusal(name, old) or expected(LEGAL, old, new, role)), role
        assert everything_of(db, other) == before
        if came_out == "done":
            ended = {"ended_at": clock.now(), "ended_by": who.id, "end_reason": reason} if new == S.ENDED else {}
            written = one.contract._asdict() | {"state": new} | ended
            assert row(db, contracts, one.contract.id)._asdict() == written
            [left] = lines(db, one.contract.id)
            assert (left.action, left.old, left.new, left.reason) == (line, {"state": old}, {"state": new}, reason)
            assert [mail.kind for mail in mails(db, one.student)] == [told]
        else:
            assert everything_of(db, one)[0] == one.contract
            assert everything_of(db, one)[2:] == ([], [], [])


def first_refusal(name: str, old: S) -> str | None:
    """What is refused before the states are looked at."""
    return "contract_already_ended" if (name, old) == ("end", S.ENDED) else None


@pytest.mark.parametrize("old", S)
def test_the_nightly_end_from_each_state_in_each_role(db: Connection, old: S) -> None:
    for role in ROLES:
        one, other = scene(db, state=old, ends_on=in_days(-1)), scene(db, state=old)
        before, who = everything_of(db, other), Actor(None, role)
        came_out = outcome(db, actions.end_overdue, who)
        assert came_out == ("done" if old == S.ENDED else expected(LEGAL, old, S.ENDED, role)), role
        assert row(db, contracts, one.contract.id).state == (S.ENDED if came_out == "done" else old)
        assert everything_of(db, other) == before
        if came_out != "done":
            db.execute(contracts.update().where(contracts.c.id == one.contract.id).values(ends_on=in_days(9)))


@pytest.mark.parametrize("state", ApplicationState)
def test_only_the_accepted_are_activated(db: Connection, state: ApplicationState) -> None:
    vacancy, admin = make.vacancy(db, make.lecturer(db), quota=9, accepted=4), make.as_actor(make.admin(db))
    made, other = (make.application(db, vacancy, make.student(db), state=state) for _ in range(2))
    dates = {"starts_on": in_days(0), "ends_on": in_days(100)}
    accepted = state == ApplicationState.ACCEPTED
    assert outcome(db, actions.activate, admin, made.id, **dates) == ("done" if accepted else "not_accepted")
    assert row(db, applications, made.id).activated_at == (clock.now() if accepted else None)
    assert row(db, applications, other.id) == other
    if accepted:
        assert outcome(db, actions.activate, admin, made.id, **dates) == "already_active"


def test_what_is_unknown_is_not_found(db: Connection) -> None:
    lecturer, admin = make.as_actor(make.lecturer(db)), make.as_actor(make.admin(db))
    for move, who in ((suspend, admin), (actions.resume, admin), (end, lecturer)):
        assert outcome(db, move, who, uuid4()) == "not_found"
    dates = {"starts_on": in_days(0), "ends_on": in_days(100)}
    assert outcome(db, actions.activate, admin, uuid4(), **dates) == "not_found"
