"""The rotation of the signing keys, one step at a time: announce a new key, sign with it, drop the old one.

The first private key of the set signs. Ids say when a key was made, and sort by it. Which step is next is seen in the
set itself; whether it may be taken already, in the set that was last published and since when it stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

KeySet = dict[str, Any]

# The gateway keeps the published keys for five minutes. They are published after every function has them.
KNOWN_EVERYWHERE = timedelta(minutes=10)


class Step(StrEnum):
    ANNOUNCE = "announce"
    SIGN = "sign"
    DROP = "drop"


class UnknownOrder(Exception):
    """The set was not made by these steps."""


class NotPublished(Exception):
    """The step before has not been deployed yet."""


class ClockBehind(Exception):
    """A key that is made now would be taken for an older one than those that are there."""


class TooEarly(Exception):
    """`left` is the time that has to pass before the step."""

    def __init__(self, left: timedelta) -> None:
        super().__init__(left)
        self.left = left


@dataclass(frozen=True)
class Published:
    """The ids of the public set as everybody can read it, in its order, and since when it says so."""

    ids: tuple[str, ...] = ()
    since: datetime | None = None


def key_id(now: datetime) -> str:
    return f"{now:%Y%m%dT%H%M%SZ}"


def ids(key_set: KeySet) -> tuple[str, ...]:
    return tuple(str(key["kid"]) for key in key_set["keys"])


def next_step(order: Sequence[str]) -> Step:
    """One key: a new one is announced; a newer one behind: it signs from now on; an older one behind: it goes."""
    match order:
        case [_]:
            return Step.ANNOUNCE
        case [first, second] if first != second:
            return Step.SIGN if second > first else Step.DROP
    raise UnknownOrder(f"The signing keys are {', '.join(order) or 'none'}: one or two were expected.")


def require_time(step: Step, order: Sequence[str], published: Published, now: datetime, access: timedelta) -> None:
    """Raises NotPublished or TooEarly; `access` is the life of an access token."""
    if step is Step.ANNOUNCE:
        return
    if published.ids != tuple(order) or published.since is None:
        raise NotPublished
    left = published.since + (KNOWN_EVERYWHERE if step is Step.SIGN else access) - now
    if left > timedelta(0):
        raise TooEarly(left)


def after(step: Step, key_set: KeySet, fresh: dict[str, str]) -> KeySet:
    """The set after the step; `fresh` is the key that is announced, and has to be newer than every other."""
    keys, newest = key_set["keys"], max(ids(key_set))
    if step is Step.ANNOUNCE and fresh["kid"] <= newest:
        raise ClockBehind(newest)
    changed = {Step.ANNOUNCE: [*keys, fresh], Step.SIGN: [*keys[1:], *keys[:1]], Step.DROP: keys[:1]}
    return {"keys": changed[step]}
