"""A rotation of the signing keys, decided from the set itself and from what is published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from common.ops.deploy.keys import (
    KNOWN_EVERYWHERE,
    ClockBehind,
    NotPublished,
    Published,
    Step,
    TooEarly,
    UnknownOrder,
    after,
    ids,
    key_id,
    next_step,
    require_time,
)
from common.platform.auth.keys import new_key

NOW = datetime(2026, 11, 26, 5, 20, 36, tzinfo=UTC)
OLD, NEW, NEWER = (key_id(NOW + timedelta(days=days)) for days in (0, 1, 2))
ACCESS, MOMENT = timedelta(minutes=10), timedelta(seconds=1)
SIGN, DROP = (NOW - KNOWN_EVERYWHERE, NOW - ACCESS)


def key_set(*names: str) -> dict[str, list[dict[str, str]]]:
    return {"keys": [{"kid": name} for name in names]}


def test_ids_sort_by_the_time_they_were_made() -> None:
    moments = [datetime(2026, 9, 30, 23, 59, 59, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC), NOW]
    assert sorted(map(key_id, reversed(moments))) == list(map(key_id, moments))


@pytest.mark.parametrize(
    ("order", "step"),
    [
        ((OLD,), Step.ANNOUNCE),
        ((NEW,), Step.ANNOUNCE),
        ((OLD, NEW), Step.SIGN),
        ((NEW, OLD), Step.DROP),
    ],
)
def test_the_set_says_which_step_is_next(order: tuple[str, ...], step: Step) -> None:
    assert next_step(order) is step


@pytest.mark.parametrize("order", [(), (OLD, OLD), *permutations((OLD, NEW, NEWER))])
def test_a_set_that_these_steps_never_make_is_left_alone(order: tuple[str, ...]) -> None:
    with pytest.raises(UnknownOrder):
        next_step(order)


def test_three_steps_replace_the_key_and_the_old_one_is_known_until_the_last() -> None:
    keys, seen = key_set(OLD), []
    while not seen or len(keys["keys"]) > 1:
        step = next_step(ids(keys))
        keys = after(step, keys, {"kid": NEW})
        seen.append((step, ids(keys)))
    assert seen == [(Step.ANNOUNCE, (OLD, NEW)), (Step.SIGN, (NEW, OLD)), (Step.DROP, (NEW,))]


def test_a_step_changes_no_key_and_not_the_set_that_it_is_given() -> None:
    first, second = new_key(OLD), new_key(NEW)
    keys = {"keys": [first]}
    announced = after(Step.ANNOUNCE, keys, second)
    assert after(Step.DROP, after(Step.SIGN, announced, {}), {}) == {"keys": [second]}
    assert keys == {"keys": [first]}


@pytest.mark.parametrize("there", [(NEW,), (NEWER,), (OLD, NEW)])
def test_a_key_by_a_clock_that_is_behind_is_never_taken_for_the_old_one(there: tuple[str, ...]) -> None:
    with pytest.raises(ClockBehind, match=max(there)):
        after(Step.ANNOUNCE, key_set(*there), {"kid": NEW})


def test_a_new_key_may_be_announced_at_any_time() -> None:
    for published in (Published(), Published((OLD,), NOW), Published((NEW, OLD), NOW)):
        require_time(Step.ANNOUNCE, (OLD,), published, NOW, ACCESS)


@pytest.mark.parametrize(
    ("step", "order", "from_then_on"), [(Step.SIGN, (OLD, NEW), SIGN), (Step.DROP, (NEW, OLD), DROP)]
)
def test_the_step_before_has_to_be_everywhere_to_the_second(
    step: Step, order: tuple[str, str], from_then_on: datetime
) -> None:
    require_time(step, order, Published(order, from_then_on), NOW, ACCESS)
    with pytest.raises(TooEarly) as early:
        require_time(step, order, Published(order, from_then_on + MOMENT), NOW, ACCESS)
    assert early.value.left == MOMENT


@pytest.mark.parametrize(("step", "order"), [(Step.SIGN, (OLD, NEW)), (Step.DROP, (NEW, OLD))])
@pytest.mark.parametrize("shown", [(), (OLD,), (NEW,), "other way round"])
def test_a_step_that_was_never_deployed_does_not_begin_to_count(
    step: Step, order: tuple[str, str], shown: tuple[str, ...] | str
) -> None:
    ids_shown = tuple(reversed(order)) if isinstance(shown, str) else shown
    with pytest.raises(NotPublished):
        require_time(step, order, Published(ids_shown, NOW - timedelta(days=9)), NOW, ACCESS)


def test_an_access_token_that_lives_longer_is_waited_for() -> None:
    order = (NEW, OLD)
    with pytest.raises(TooEarly) as early:
        require_time(Step.DROP, order, Published(order, DROP), NOW, timedelta(hours=1))
    assert early.value.left == timedelta(minutes=50)
