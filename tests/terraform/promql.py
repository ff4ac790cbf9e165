"""As much of PromQL as the alerts say, over samples that a test makes: enough to see a condition become true."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Labels = frozenset[tuple[str, str]]
Vector = dict[Labels, float]
_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>\d+(?:\.\d+)?(?![\w:.]))|(?P<span>\[\w+\])'
    r"|(?P<word>[A-Za-z_][\w:]*)|(?P<sign>=~|!=|>=|<=|[{}(),=<>/+*-]))"
)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
# The later bind the tighter.
_LEVELS: tuple[tuple[str, ...], ...] = (("and",), ("<", ">"), ("+", "-"), ("/", "*"))


@dataclass(frozen=True)
class Sample:
    """Of a gauge its value, of a counter its height; `at` in seconds."""

    metric: str
    labels: Mapping[str, str]
    at: float
    value: float


def evaluate(query: str, samples: Iterable[Sample], now: float) -> Vector:
    """What the query answers; a condition is true where it answers anything."""
    reader = _Reader(query, list(samples), now)
    answer = reader.expression()
    if reader.left:
        raise ValueError(f"not understood: {reader.left}")
    if not isinstance(answer, dict):
        raise ValueError("a number is no condition")
    return answer


class _Reader:
    """Reads and evaluates at once."""

    def __init__(self, query: str, samples: list[Sample], now: float) -> None:
        self.left = [match[0].strip() for match in _TOKEN.finditer(query)]
        if "".join(self.left).replace(" ", "") != re.sub(r"\s", "", query):
            raise ValueError(f"not understood: {query}")
        self._samples, self._now = samples, now

    def _take(self, *wanted: str) -> str:
        if wanted and (not self.left or self.left[0] not in wanted):
            raise ValueError(f"{wanted} wanted at {self.left[:3]}")
        return self.left.pop(0)

    def _next(self, *words: str) -> bool:
        return bool(self.left) and self.left[0] in words

    def expression(self, level: int = 0) -> Any:
        if level == len(_LEVELS):
            return self._primary()
        left = self.expression(level + 1)
        while self._next(*_LEVELS[level]):
            sign, apart = self._take(), False
            if self._next("on"):
                apart = True
                del self.left[:3]  # on ( )
            left = _joined(sign, left, self.expression(level + 1), apart)
        return left

    def _primary(self) -> Any:
        if self._next("("):
            self._take()
            inner = self.expression()
            self._take(")")
            return inner
        word = self._take()
        if word[0].isdigit():
            return float(word)
        if word in {"sum", "avg", "max"}:
            return self._aggregated(word)
        if self._next("("):
            return self._called(word)
        return self._selected(word)

    def _aggregated(self, how: str) -> Vector:
        by: set[str] = set()
        if self._next("by"):
            self._take()
            self._take("(")
            while not self._next(")"):
                by.add(self._take())
            by.discard(",")
            self._take(")")
        self._take("(")
        groups = defaultdict[Labels, list[float]](list)
        for labels, value in self.expression().items():
            groups[frozenset((name, text) for name, text in labels if name in by)].append(value)
        self._take(")")
        sums: dict[str, Callable[[list[float]], float]] = {"sum": sum, "max": max, "avg": lambda v: sum(v) / len(v)}
        return {labels: sums[how](values) for labels, values in groups.items()}

    def _called(self, name: str) -> Vector:
        self._take("(")
        if name == "histogram_quantile":
            share = float(self._take())
            self._take(",")
            answer = _quantile(share, self.expression())
        else:
            answer = self._over_time(name, self._take())
        self._take(")")
        return answer

    def _over_time(self, name: str, metric: str) -> Vector:
        found, span = self._window(metric)
        if name == "absent_over_time":
            return {} if found else {frozenset(): 1.0}
        rules: dict[str, Callable[[list[float]], float]] = {
            "increase": lambda heights: heights[-1] - heights[0],
            "rate": lambda heights: (heights[-1] - heights[0]) / span,
            "avg_over_time": lambda values: sum(values) / len(values),
        }
        return {labels: rules[name](values) for labels, values in found.items()}

    def _selected(self, metric: str) -> Vector:
        found, _ = self._window(metric)
        return {labels: values[-1] for labels, values in found.items()}

    def _window(self, metric: str) -> tuple[dict[Labels, list[float]], float]:
        """The matching series with their values in it, the oldest first; a gauge's last five minutes without one."""
        wanted = self._matchers()
        span = 300.0
        if self.left and self.left[0].startswith("["):
            text = self._take()[1:-1]
            span = int(text[:-1]) * _SECONDS[text[-1]]
        found = defaultdict[Labels, list[float]](list)
        for sample in sorted(self._samples, key=lambda sample: sample.at):
            inside = self._now - span <= sample.at <= self._now
            if sample.metric == metric and inside and all(match(sample.labels) for match in wanted):
                found[frozenset(sample.labels.items())].append(sample.value)
        return found, span

    def _matchers(self) -> list[Callable[[Mapping[str, str]], bool]]:
        found = []
        if self._next("{"):
            self._take()
            while not self._next("}"):
                found.append(_matcher(self._take(), self._take("=", "=~", "!="), self._take()[1:-1]))
                if self._next(","):
                    self._take()
            self._take("}")
        return found


def _matcher(name: str, sign: str, text: str) -> Callable[[Mapping[str, str]], bool]:
    if sign == "=~":
        return lambda labels: re.fullmatch(text, labels.get(name, "")) is not None
    return lambda labels: (labels.get(name, "") == text) == (sign == "=")


# What is left of a value beside another; None drops it.
_JOINS: dict[str, Callable[[float, float], float | None]] = {
    "and": lambda value, _: value,
    "<": lambda value, limit: value if value < limit else None,
    ">": lambda value, limit: value if value > limit else None,
    "/": lambda value, by: value / by if by else None,
    "+": lambda value, more: value + more,
}


def _joined(sign: str, left: Vector, right: Any, apart: bool) -> Vector:
    """`apart`: whatever the labels are, as `and on()` says."""
    answer = {}
    for labels, value in left.items():
        by = next(iter(right.values()), None) if apart else right.get(labels) if isinstance(right, dict) else right
        if by is not None and (joined := _JOINS[sign](value, by)) is not None:
            answer[labels] = joined
    return answer


def _quantile(share: float, buckets: Vector) -> Vector:
    """As Prometheus does, by straight lines within a bucket."""
    groups = defaultdict[Labels, dict[float, float]](dict)
    for labels, value in buckets.items():
        rest = frozenset((name, text) for name, text in labels if name != "le")
        groups[rest][float(dict(labels)["le"])] = value
    answer = {}
    for labels, heights in groups.items():
        bounds, total = sorted(heights), max(heights.values())
        if total <= 0:
            continue
        rank = share * total
        at = next(n for n, bound in enumerate(bounds) if heights[bound] >= rank)
        low = bounds[at - 1] if at else 0.0
        below = heights[bounds[at - 1]] if at else 0.0
        inside = heights[bounds[at]] - below
        high = bounds[at] if bounds[at] != float("inf") else low
        answer[labels] = low + (high - low) * ((rank - below) / inside if inside else 1.0)
    return answer
