"""The lives of an application and of a vacancy as data: every pair of states, in every role."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest

from common.domain.recruitment.states import APPLICATION, UNDECIDED, VACANCY, ApplicationState, VacancyState
from common.platform.auth import Actor
from common.platform.errors import Forbidden, IllegalMove
from tests.domain.recruitment import legal
from tests.outcomes import ROLES

S = ApplicationState


@pytest.mark.parametrize(("old", "new"), list(product(S, S)))
def test_each_step_of_an_application_is_somebodys_or_nobodys(old: S, new: S) -> None:
    for role in ROLES:
        actor = Actor(uuid4(), role)
        if (old, new) not in legal.APPLICATIONS:
            with pytest.raises(IllegalMove):
                APPLICATION.check(old, new, actor)
        elif role in legal.APPLICATIONS[old, new]:
            APPLICATION.check(old, new, actor)
        else:
            with pytest.raises(Forbidden):
                APPLICATION.check(old, new, actor)


@pytest.mark.parametrize(("old", "new"), list(product(VacancyState, VacancyState)))
def test_each_step_of_a_vacancy_is_somebodys_or_nobodys(old: VacancyState, new: VacancyState) -> None:
    for role in ROLES:
        actor = Actor(uuid4(), role)
        if (old, new) not in legal.VACANCIES:
            with pytest.raises(IllegalMove):
                VACANCY.check(old, new, actor)
        elif role in legal.VACANCIES[old, new]:
            VACANCY.check(old, new, actor)
        else:
            with pytest.raises(Forbidden):
                VACANCY.check(old, new, actor)


def test_three_states_wait_for_a_decision() -> None:
    assert {S.WAITING, S.INTERVIEW, S.WAITING_LIST} == UNDECIDED


def test_an_illegal_step_is_named_with_both_states() -> None:
    with pytest.raises(IllegalMove) as refused:
        APPLICATION.check(S.REJECTED, S.ACCEPTED, Actor(uuid4(), "dosen"))
    assert refused.value.text() == "Status tidak dapat diubah dari ditolak menjadi diterima"
