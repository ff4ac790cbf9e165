"""The ledger of messages as it looks after months: sent, in the inboxes, two failed, the newest still waiting."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import func, select, update

from common.domain.notifications.senders import Senders
from common.domain.notifications.states import Channel, MessageState
from common.domain.notifications.tables import messages
from common.domain.notifications.texts import TEMPLATES
from common.ops.local.demo.story import Story
from common.platform.db import Connection
from common.platform.live import live
from common.platform.mail import mailer
from common.platform.settings import settings

_WAITING_MINUTES = 120
_UNREAD = timedelta(days=7)
_M = messages.c


def settle(db: Connection, story: Story) -> None:
    """What is older than two hours has gone out, but for two messages that nobody could take."""
    old = _M.created_at < story.semester.minutes_ago(_WAITING_MINUTES)
    seconds = func.make_interval(0, 0, 0, 0, 0, 0, 2 + func.length(_M.recipient) % 7)
    sent = {"state": MessageState.SENT, "attempts": 1, "sent_at": _M.created_at + seconds}
    db.execute(update(messages).where(old).values(sent))
    secret = [kind for kind, template in TEMPLATES.items() if template.secret]
    db.execute(update(messages).where(old, _M.kind.in_(secret)).values(data=_M.data.op("-")("link")))
    mail = (
        "Email gagal: alamat email ditolak (550 5.1.1)",
        "E-mail failed: the e-mail address was refused (550 5.1.1)",
    )
    _fail(db, story, "fauzan", Channel.EMAIL, "certificate_sent", *mail)
    number = (
        "WhatsApp gagal: nomor tidak terdaftar di WhatsApp (131026)",
        "WhatsApp failed: the number is not on WhatsApp (131026)",
    )
    _fail(db, story, "ujang", Channel.WHATSAPP, "application_rejected", *number)


def _fail(db: Connection, story: Story, key: str, channel: Channel, kind: str, error: str, error_en: str) -> None:
    this = (_M.person_id == story.who[key].person_id) & (_M.channel == channel) & (_M.kind == kind)
    failed = {"state": MessageState.FAILED, "sent_at": None, "error": error, "error_en": error_en}
    db.execute(update(messages).where(this).values(failed))


def fill_inboxes(db: Connection, story: Story) -> None:
    """What was sent there and has not expired; it is no part of the transaction, and harmless without it."""
    now, read = story.semester.now, defaultdict[str, list[str]](list)
    there = (_M.channel == Channel.INBOX) & (_M.state == MessageState.SENT)
    young = _M.created_at > now - timedelta(days=settings().inbox_days)
    with mailer() as sending:
        sender = Senders(sending, None)
        for message in db.execute(select(messages).where(there, young).order_by(_M.created_at)).all():
            sender.hand_over(message)
            if message.created_at < now - _UNREAD:
                read[message.recipient].append(str(message.id))
    for person_id, ids in read.items():
        live().mark_read(person_id, ids)
