"""Working a queue off: what becomes of an item by how its work ended."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging import ERROR, WARNING
from typing import Any, Final

from common.platform import clock
from common.platform.db import transaction
from common.platform.errors import Busy, Problem, Unavailable
from common.platform.log import log
from common.platform.outside import OUR_FAULT, WAITS, Alarm, Outage, OutsideFault, Retry
from common.platform.queue.columns import FAILED
from common.platform.queue.lanes import Done, Held, Item, Lane
from common.platform.queue.queue import EXPIRED, GIVEN_UP_AFTER, Queue
from common.platform.text import Text

# An item that met an outage is not the first to be tried in the next sweep: were the fault its own after all, it would
# hold up every other one.
_OUTAGE_WAIT: Final = timedelta(minutes=1)
_ALARM_WAIT: Final = timedelta(minutes=5)
# Items that are refused one after the other look like a fault of the service.
_REFUSALS_IN_A_ROW: Final = 3


@dataclass
class Tally:
    tried: int = 0
    done: int = 0


Work = Callable[[Any], Done]
"""Does what an item asks for. Raises an `OutsideFault` or `Held`; any other exception is our own fault."""
Outcome = Done | OutsideFault | Held


def work_off(queue: Queue, lanes: Iterable[Lane], work: Work, *, limit: int = 20, seconds: float = 45) -> Tally:
    """Until nothing is due or the time is used. Lanes take turns, `limit` items each."""
    until = clock.now() + timedelta(seconds=seconds)
    lanes, tally = list(lanes), Tally()
    with ThreadPoolExecutor(max((lane.at_once for lane in lanes), default=1)) as threads:
        waiting = deque(_Turns(queue, lane, work, until, threads) for lane in lanes)
        for turns in waiting:
            turns.expire()
        while waiting and clock.now() < until:
            turns = waiting.popleft()
            batch = queue.claim(turns.lane.name, limit)
            if batch and turns.take(batch, tally):
                waiting.append(turns)
    return tally


@dataclass
class _Turns:
    """The turns of one lane in one sweep."""

    queue: Queue
    lane: Lane
    work: Work
    until: datetime
    threads: ThreadPoolExecutor
    patience: int = _REFUSALS_IN_A_ROW
    proven: bool = False

    def expire(self) -> None:
        self._log_failed(self.queue.expire(self.lane.name), EXPIRED)

    def take(self, batch: Sequence[Any], tally: Tally) -> bool:
        """Whether it is worth asking for more; what was not tried is given back as it was."""
        rest = deque(batch)
        while rest:
            if clock.now() >= self.until or self.patience <= 0:
                self.queue.give_back([*rest])
                return False
            outcomes = self._attempt(self._next(rest))
            tally.tried += len(outcomes)
            tally.done += sum(isinstance(outcome, Done) for outcome in outcomes)
            for outcome in outcomes:
                if isinstance(outcome, (Outage, Alarm)):
                    self.queue.give_back([*rest])
                    old = self.queue.give_up_old(self.lane.name, self.lane.text(outcome))
                    self._log_failed(old, outcome.reason)
                    return False
        return self.patience > 0

    def _next(self, rest: deque[Any]) -> list[Any]:
        """Those to be worked on at once, in their order."""
        found: list[Any] = []
        while rest and len(found) < (self.lane.at_once if self.proven else 1):
            item = rest.popleft()
            if self.queue.withdrawn(item):
                continue
            if _expired(item):
                self._fail(item, {"error": str(EXPIRED), "error_en": EXPIRED.en}, EXPIRED)
                continue
            found.append(item)
        return found

    def _attempt(self, items: Sequence[Any]) -> list[Outcome]:
        """Each is settled, also when another one meets a fault of the database, which is raised at the end."""
        outcomes: list[Outcome] = []
        faults: list[Problem] = []
        for item, worked in zip(items, self._worked(items), strict=True):
            try:
                outcomes.append(self._finished(item, worked))
                self._settle(item, outcomes[-1])
            except (Busy, Unavailable) as fault:
                faults.append(fault)
        if faults:
            raise faults[0]
        return outcomes

    def _worked(self, items: Sequence[Any]) -> list[Done | Exception]:
        if len(items) < 2:
            return [self._work(item) for item in items]
        # Each thread logs as of the request that sweeps.
        begun = [self.threads.submit(copy_context().run, self._work, item) for item in items]
        return [one.result() for one in begun]

    def _work(self, item: Item) -> Done | Exception:
        try:
            return self.work(item)
        except Exception as fault:
            return fault

    def _finished(self, item: Item, worked: Done | Exception) -> Outcome:
        try:
            if isinstance(worked, Exception):
                raise worked
            self._finish(item, worked)
            self.proven = True
            return worked
        except (OutsideFault, Held) as fault:
            return fault
        except (Busy, Unavailable):
            raise
        except Exception:  # one that cannot be done must not hold up all the others
            log.warning("%s could not be done", self._named(item), exc_info=True)
            return Retry(OUR_FAULT)

    def _settle(self, item: Item, outcome: Outcome) -> None:
        match outcome:
            case Done():
                self.patience = _REFUSALS_IN_A_ROW
            case Held(fault=fault) | (Outage() as fault) | (Alarm() as fault):
                self._hold(item, fault)
            case Retry():
                self.patience -= 1
                self._retry(item, outcome)
            case OutsideFault():
                self.patience = _REFUSALS_IN_A_ROW
                self._give_up(item, outcome)

    def _finish(self, item: Item, done: Done) -> None:
        with transaction() as db:
            if done.then:
                done.then(db)
            self.queue.finish(db, item, done.values)

    def _hold(self, item: Item, fault: OutsideFault) -> None:
        """A service is to blame, so the item keeps its tries; it is given up by its age alone."""
        if isinstance(fault, Alarm):
            log.error(
                "%s needs an admin: %s",
                self.lane.name,
                fault.reason,
                extra={"event": "lane_needs_admin"} | self._marks(),
            )
        if item.queued_at <= clock.now() - GIVEN_UP_AFTER:
            self._fail(item, self._why(fault), fault.reason)
            return
        wait = _ALARM_WAIT if isinstance(fault, Alarm) else _OUTAGE_WAIT
        self.queue.mark(item, **self._why(fault), next_at=clock.now() + wait)

    def _retry(self, item: Item, fault: Retry) -> None:
        if item.attempts >= len(WAITS):
            self._give_up(item, fault)
            return
        next_at = clock.now() + WAITS[item.attempts]
        self.queue.mark(item, **self._why(fault), attempts=item.attempts + 1, next_at=next_at)

    def _give_up(self, item: Item, fault: OutsideFault) -> None:
        self._fail(item, self._why(fault) | {"attempts": item.attempts + 1}, fault.reason)

    def _fail(self, item: Item, values: Mapping[str, Any], reason: Text) -> None:
        self.queue.mark(item, **values, state=FAILED)
        self._log_failed([item], reason)

    def _why(self, fault: OutsideFault) -> dict[str, Any]:
        text = self.lane.text(fault)
        return {"error": str(text), "error_en": text.en}

    def _log_failed(self, items: Iterable[Any], reason: Text) -> None:
        level = ERROR if self.lane.grave or reason is OUR_FAULT else WARNING
        marks = {"event": "item_failed"} | self._marks()
        for item in items:
            log.log(level, "%s was given up: %s", self._named(item), reason, extra=marks)

    def _named(self, item: Any) -> str:
        return f"{self.lane.name} {getattr(item, self.queue.named_by)}"

    def _marks(self) -> dict[str, str]:
        return {"queue": self.queue.name, "lane": self.lane.name}


def _expired(item: Item) -> bool:
    return item.expires_at is not None and item.expires_at <= clock.now()
