"""From samples to ratios, quartiles and verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import Any

from tests.bench.contestants import Kind
from tests.bench.measure import Sample


@dataclass(frozen=True)
class Target:
    """The most that is allowed, as multiples of hello's and of the rival's time, and of the rival's memory."""

    hello: float
    rival: float
    memory: float | None = None


TARGETS = {
    Kind.ORDINARY: Target(2.7, 0.6, 0.75),
    Kind.CLIENT: Target(3.4, 0.75),
    Kind.DOCUMENT: Target(3.8, 0.85),
}


@dataclass(frozen=True)
class Round:
    """A start of a contestant, with the starts of hello and of the rival that were made beside it."""

    own: Sample
    hello: Sample
    rival: Sample


@dataclass(frozen=True)
class Quartiles:
    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Quartiles:
        found = list(values)
        return cls(*quantiles(found, n=4, method="inclusive")) if len(found) > 1 else cls(*found * 3)

    def __str__(self) -> str:
        return f"{self.median:.2f} [{self.low:.2f}-{self.high:.2f}]"


@dataclass(frozen=True)
class Figures:
    """One contestant's; times in milliseconds, memory in MiB, the rest as multiples of the pair's."""

    name: str
    kind: Kind
    milliseconds: Quartiles
    cpu_milliseconds: Quartiles
    by_hello: Quartiles
    by_rival: Quartiles
    cpu_by_hello: Quartiles
    cpu_by_rival: Quartiles
    memory: Quartiles
    memory_by_rival: Quartiles

    @property
    def met(self) -> Mapping[str, bool]:
        """Each target that holds for this kind, and whether it was met; CPU decides where the time is unclear."""
        target = TARGETS.get(self.kind)
        if target is None:
            return {}
        verdicts = {
            "hello": _within(self.by_hello, self.cpu_by_hello, target.hello),
            "rival": _within(self.by_rival, self.cpu_by_rival, target.rival),
        }
        if target.memory is not None:
            verdicts["memory"] = self.memory_by_rival.median <= target.memory
        return verdicts

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"met": dict(self.met)}


def _within(time: Quartiles, cpu: Quartiles, limit: float) -> bool:
    """A limit between the quartiles of the time is a tie, since the machine's noise alone may decide it."""
    unclear = time.low < limit < time.high
    return (cpu.median if unclear else time.median) <= limit


def figures(name: str, kind: Kind, rounds: list[Round]) -> Figures:
    def of(value: str, beside: str = "") -> Quartiles:
        return Quartiles.of(
            getattr(one.own, value) / (getattr(getattr(one, beside), value) if beside else 1) for one in rounds
        )

    return Figures(
        name,
        kind,
        milliseconds=Quartiles.of(1000 * one.own.seconds for one in rounds),
        cpu_milliseconds=Quartiles.of(1000 * one.own.cpu_seconds for one in rounds),
        by_hello=of("seconds", "hello"),
        by_rival=of("seconds", "rival"),
        cpu_by_hello=of("cpu_seconds", "hello"),
        cpu_by_rival=of("cpu_seconds", "rival"),
        memory=of("memory"),
        memory_by_rival=of("memory", "rival"),
    )
