"""A figure that is not certain: its lowest, usual and highest value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Amount:
    """Sums and products go value by value, so that a total's range holds when every part errs to the same side."""

    low: float
    usual: float
    high: float

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.low + other.low, self.usual + other.usual, self.high + other.high)

    def __mul__(self, by: float | Amount) -> Amount:
        factor = by if isinstance(by, Amount) else exactly(by)
        return Amount(self.low * factor.low, self.usual * factor.usual, self.high * factor.high)

    def less(self, discount: float) -> Amount:
        """What is left after a discount that is never paid out."""
        return Amount(*(max(0.0, value - discount) for value in (self.low, self.usual, self.high)))


def exactly(value: float) -> Amount:
    return Amount(value, value, value)


NOTHING = exactly(0.0)


def total(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, NOTHING)
