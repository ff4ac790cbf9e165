"""Instances over a day, from their births and ends."""

from __future__ import annotations

from collections.abc import Iterable

from common.cost.simulation import Outcome
from common.cost.usage import Simulated
from common.cost.visits import DAY_SECONDS


def steps(lives: Iterable[tuple[float, float]]) -> list[tuple[float, int]]:
    """Moments of change, in order, with the number that is alive from then on."""
    changes = sorted(change for born, ends in lives for change in ((born, 1), (ends, -1)))
    found, alive = [(0.0, 0)], 0
    for moment, change in changes:
        alive += change
        found.append((moment, alive))
    return found


def instances(day: Simulated) -> list[tuple[float, int]]:
    """Of all services together, until midnight."""
    found = steps(life for one in day.outcomes for life in one.lives)
    return [(moment, alive * day.sample) for moment, alive in found if moment <= DAY_SECONDS]


def most_instances(day: Simulated) -> int:
    return max(alive for _, alive in instances(day))


def most_connections(outcomes: Iterable[Outcome]) -> int:
    """Connections at the worst moment, each instance holding its pool for as long as it is kept."""
    lives = [life for one in outcomes for life in one.lives * one.service.pool]
    return max(alive for _, alive in steps(lives))
