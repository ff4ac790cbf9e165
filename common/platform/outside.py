"""Faults of services outside, classified where each driver is called; the caller decides what becomes of the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from common.platform.text import Text

# NOTIF-04: after the first, second and third failure; the next one is the last.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


class OutsideFault(Exception):
    """A service outside did not do what it was asked for; `reason` is fit for the ledger and for people's eyes."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(str(reason))


class Retry(OutsideFault):
    """This request was refused for now, or answered with something we cannot parse: the same one may work later."""


class Outage(Retry):
    """The service is out of reach, busy or down: another request would fare no better, and this one is not to blame."""


class Permanent(OutsideFault):
    """It will never work as it stands: trying again is a waste."""


class Alarm(OutsideFault):
    """Credentials, permission or quota: an admin must see to it; the work is kept and tried again later."""


OUT_OF_REACH = Text("layanan tidak dapat dihubungi", en="the service cannot be reached")
OUR_FAULT = Text("kesalahan pada sistem", en="a fault in the system")
NO_ANSWER = Text("layanan tidak menjawab tepat waktu", en="the service did not answer in time")

Meaning = Callable[[Any], Exception]
"""What to raise instead of a driver's exception."""
Meanings = Mapping[type[Exception], Meaning]


def means(kind: type[OutsideFault], reason: Text) -> Meaning:
    """`kind`, whatever the exception says; `{code}` in `reason` is the name of its class."""
    return lambda fault: kind(reason.format(code=type(fault).__name__))


@contextmanager
def translated(table: Meanings) -> Iterator[None]:
    """Raise what `table` has for the exception's class or for the nearest of its bases; others pass as they are."""
    try:
        yield
    except Exception as fault:
        meaning = next((table[kind] for kind in type(fault).__mro__ if kind in table), None)
        if meaning is None:
            raise
        raise meaning(fault) from fault
