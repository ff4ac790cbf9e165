"""Delivery: what is due is handed over once, whoever sweeps at the same time.

A message is claimed in one short transaction, sent outside of any, and marked in another. A claim ends by itself, so
that a sweep that died leaves nothing behind; then a message may go out twice, with the same Message-ID.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from common.domain.notifications.senders import Senders, senders
from common.domain.notifications.states import Channel, MessageState
from common.domain.notifications.tables import messages
from common.domain.notifications.texts import TEMPLATES
from common.platform import clock
from common.platform.db import transaction
from common.platform.log import log
from common.platform.outside import OUR_FAULT, WAITS, Alarm, OutsideFault, Permanent, Retry

_CLAIM = timedelta(minutes=5)
_ALARM_WAIT = timedelta(minutes=5)
# A provider that fails so often in a row is left alone until the next sweep, and the other messages keep their tries.
_FAULTS_IN_A_ROW = 3
_CHANNELS = {Channel.EMAIL: "Email", Channel.WHATSAPP: "WhatsApp", Channel.INBOX: "Kotak masuk"}
_CHANNELS_EN = {Channel.EMAIL: "E-mail", Channel.WHATSAPP: "WhatsApp", Channel.INBOX: "Inbox"}

Outcome = OutsideFault | str | None


def deliver_due(limit: int = 20, seconds: float = 45) -> int:
    """Until nothing is due or the time is used; how many were tried. Channels take turns, `limit` messages each."""
    until = clock.now() + timedelta(seconds=seconds)
    tried, waiting = 0, deque(Channel)
    with senders() as sender:
        while waiting and clock.now() < until:
            channel = waiting.popleft()
            done, goes_on = _work_off(sender, _claim(channel, limit), until)
            tried += done
            if goes_on:
                waiting.append(channel)
    return tried


def _claim(channel: Channel, limit: int) -> Sequence[Any]:
    now = clock.now()
    free = or_(messages.c.claimed_until.is_(None), messages.c.claimed_until < now)
    due = (messages.c.state == MessageState.QUEUED) & (messages.c.next_at <= now) & free
    with transaction() as db:
        wanted = select(messages).where(due, messages.c.channel == channel).order_by(messages.c.next_at).limit(limit)
        rows = db.execute(wanted.with_for_update(skip_locked=True)).all()
        ids = [row.id for row in rows]
        if ids:
            db.execute(update(messages).where(messages.c.id.in_(ids)).values(claimed_until=now + _CLAIM))
    return rows


def _work_off(sender: Senders, batch: Sequence[Any], until: datetime) -> tuple[int, bool]:
    """How many were tried, and whether it is worth asking for more; what was not tried is given back as it was."""
    patience = _FAULTS_IN_A_ROW
    for n, message in enumerate(batch):
        if clock.now() >= until or not patience:
            _give_back(batch[n:])
            return n, False
        if _withdrawn(message):
            continue
        outcome = _attempt(sender, message)
        _mark(message, _classify(message, outcome))
        patience = _left(patience, outcome)
    return len(batch), bool(batch and patience)


def _withdrawn(message: Any) -> bool:
    """Whether it was withdrawn since it was claimed: the last of a batch waits for all the others."""
    with transaction() as db:
        return db.scalar(select(messages.c.withdrawn_at).where(messages.c.id == message.id)) is not None


def _left(patience: int, outcome: Outcome) -> int:
    match outcome:
        case Alarm():
            return 0
        case Retry():
            return patience - 1
    return _FAULTS_IN_A_ROW


def _attempt(sender: Senders, message: Any) -> Outcome:
    try:
        return sender.hand_over(message)
    except OutsideFault as fault:
        return fault
    except Exception:  # one message that cannot be made must not hold up all the others
        log.exception("message %s could not be made", message.id)
        return Retry(OUR_FAULT)


def _classify(message: Any, outcome: Outcome) -> dict[str, Any]:
    """The new values of the row."""
    now, attempts = clock.now(), message.attempts + 1
    match outcome:
        case Alarm():
            log.error("%s needs an admin: %s", message.channel, outcome.reason, extra={"event": "channel_needs_admin"})
            return _why(message, outcome) | {"next_at": now + _ALARM_WAIT}
        case Retry() if message.attempts < len(WAITS):
            return _why(message, outcome) | {"attempts": attempts, "next_at": now + WAITS[message.attempts]}
        case Retry() | Permanent():
            log.warning("message %s failed: %s", message.id, outcome.reason, extra={"event": "message_failed"})
            return _why(message, outcome) | {"attempts": attempts, "state": MessageState.FAILED}
    sent = {"attempts": attempts, "state": MessageState.SENT, "sent_at": now, "provider_id": outcome}
    return sent | {"error": None, "error_en": None} | _without_secret(message)


def _why(message: Any, fault: OutsideFault) -> dict[str, str]:
    channel, reason = Channel(message.channel), fault.reason
    return {
        "error": f"{_CHANNELS[channel]} gagal: {reason}",
        "error_en": f"{_CHANNELS_EN[channel]} failed: {reason.en}",
    }


def _without_secret(message: Any) -> dict[str, Any]:
    """The link that sets a password does not stay in the ledger."""
    if not TEMPLATES[message.kind].secret:
        return {}
    return {"data": {name: value for name, value in message.data.items() if name != "link"}}


def _mark(message: Any, values: dict[str, Any]) -> None:
    """What was withdrawn on its way is told as it was: sent, or else withdrawn."""
    mine = messages.c.state == MessageState.QUEUED
    if values.get("state") == MessageState.SENT:
        mine |= messages.c.withdrawn_at.is_not(None)
    with transaction() as db:
        db.execute(update(messages).where(messages.c.id == message.id, mine).values(**values, claimed_until=None))


def _give_back(rest: Sequence[Any]) -> None:
    ids = [message.id for message in rest]
    with transaction() as db:
        db.execute(update(messages).where(messages.c.id.in_(ids)).values(claimed_until=None))
