"""Prices in US dollars, and how they are summed. prices.toml has them, each with its unit and source."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, cast

from common.ops.lazily import lazily

HOURS_A_MONTH: Final = 730.0  # Google's own month
DAYS_A_MONTH: Final = 365 / 12


@dataclass(frozen=True)
class Amount:
    """The lowest, usual and highest value. Sums go value by value: a total's range holds if all parts err alike."""

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


def total(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, exactly(0.0))


@dataclass(frozen=True)
class Price:
    """`amount` in US dollars for one `unit`; the first `free` units cost nothing."""

    amount: Amount
    unit: str
    source: str
    free: float = 0.0
    proven: bool = False

    def of(self, quantity: float) -> Amount:
        return self.amount * max(0.0, quantity - self.free)


_Run = Literal["run_cpu", "run_memory", "run_request", "run_free_cpu", "run_free_memory"]
_Sql = Literal["sql_micro", "sql_small", "sql_cpu", "sql_memory", "sql_disk", "sql_backup", "uplift"]
_Live = Literal["firestore_read", "firestore_write", "firestore_delete"]
_Fixed = Literal["scheduler_job", "secret_version", "build", "image_storage", "log", "alert", "balancer"]
_Traffic = Literal["gateway_call", "bucket", "egress"]
_Machine = Literal["vm_half_core", "vm_disk", "vm_address"]
Priced = _Run | _Sql | _Live | _Fixed | _Traffic | _Machine


def _price(usual: float, low: float | None = None, high: float | None = None, **rest: Any) -> Price:
    return Price(Amount(usual if low is None else low, usual, usual if high is None else high), **rest)


def _prices() -> dict[Priced, Price]:
    found = tomllib.loads(Path(__file__).with_name("prices.toml").read_text(encoding="utf-8"))
    return {cast("Priced", name): _price(**row) for name, row in found.items()}


PRICES: Final = lazily(_prices)
