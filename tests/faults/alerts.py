"""An alert of terraform/monitoring.tf, worked out on the lines that the functions have logged.

Only what one kind of alert needs: a quantile of a histogram over some minutes, for each lane, compared with a number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from common.ops.checkout import CHECKOUT

MONITORING = CHECKOUT / "terraform" / "monitoring.tf"
_QUERY = re.compile(
    r"histogram_quantile\(([\d.]+), sum by \(le, lane\) "
    r"\(rate\(logging_googleapis_com:user_(\w+)_bucket\{\$\{local\.run\}\}\[(\d+)m\]\)\)\) > (\d+)"
)
Line = tuple[datetime, Mapping[str, Any]]


@dataclass(frozen=True)
class QuantileAlert:
    """`field` of the lines with `event`, in the buckets that end at `bounds`."""

    quantile: float
    window: timedelta
    threshold: float
    event: str
    field: str
    bounds: tuple[float, ...]

    def is_true(self, lines: Iterable[Line], lane: str, at: datetime) -> bool:
        """As Prometheus computes it; a lane without a line in the window makes nothing true."""
        values = [
            float(line[self.field])
            for moment, line in lines
            if at - self.window < moment <= at and line.get("event") == self.event and line["lane"] == lane
        ]
        return bool(values) and self._quantile(values) > self.threshold

    def _quantile(self, values: list[float]) -> float:
        counts = [0] * (len(self.bounds) + 1)
        for value in values:
            counts[bisect_right(self.bounds, value)] += 1
        rank, below = self.quantile * len(values), 0
        for (lower, upper), count in zip(pairwise((0.0, *self.bounds)), counts, strict=False):
            if below + count >= rank and count:
                return lower + (upper - lower) * (rank - below) / count
            below += count
        return self.bounds[-1]


def quantile_alert(name: str) -> QuantileAlert:
    """By its name; its metric's field, filter and buckets are taken from the same file."""
    text = MONITORING.read_text(encoding="utf-8")
    alert = text[text.index(f'"{name}" = {{') :]
    query = _QUERY.search(alert[: alert.index("help")])
    assert query, f"the alert {name!r} is written in another way by now"
    quantile, metric, minutes, threshold = query.groups()
    made = text[text.index(f"    {metric} = {{") :]
    field, bounds = re.search(r'field = "(\w+)"', made), re.search(r"steps = \[(.*?)\]", made)
    event = re.search(r'jsonPayload\.event=\\"(\w+)\\"', made)
    assert field
    assert bounds
    assert event
    steps = tuple(float(step) for step in bounds[1].split(","))
    return QuantileAlert(float(quantile), timedelta(minutes=int(minutes)), float(threshold), event[1], field[1], steps)
