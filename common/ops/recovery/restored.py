"""After the database went back to a moment: what the world has seen since is put down, and what was lost is printed.

Buckets, mailboxes and the hands of people did not go back with it. Each step may be repeated: what was done is found
and left as it is. Nobody else is at work meanwhile, so that all of them are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from common.domain import audit
from common.domain.assistants.actions import end_overdue
from common.domain.assistants.messages import remind_of_ends
from common.domain.audit.tables import audit_log
from common.domain.certificates.drawing import drawn, keep, object_of
from common.domain.certificates.numbers import Number, number_in
from common.domain.certificates.tables import certificate_counters, certificates
from common.domain.certificates.tasks import DRAW
from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import messages
from common.domain.people.sessions import end
from common.domain.people.tables import password_links
from common.domain.recruitment.summaries import last_closed_day, queue_daily_summaries
from common.domain.uploads.tables import uploads
from common.ops.recovery.places import Bucket
from common.platform import clock
from common.platform.auth import Actor
from common.platform.content_types import PDF
from common.platform.db import all_of, transaction
from common.platform.queue import TASKS, TaskState, tasks
from common.platform.settings import settings
from common.platform.storage import storage
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.certificates.rows import CertificateRow

Lines = Iterator[str]
_OLDER = "take it from its mail, or an older version in the bucket"
_LOST = "certificate.lost"
_SENT_BEFORE = Text("dianggap terkirim sebelum pemulihan", en="taken for sent before the restore")
_PERHAPS_SENT = Text("mungkin terkirim sebelum pemulihan", en="perhaps sent before the restore")


def put_right(at: datetime, say: Callable[[str], None], *, delete_unknown: bool = False) -> None:
    """All steps; `at` is the moment that the database went back to.

    Files of the private bucket that no row knows are listed; `delete_unknown` deletes them.
    """
    with transaction() as db:
        for step in STEPS:
            for line in step(db, at):
                say(line)
        unknown = unknown_files(db)
        for name in unknown:
            say(f"{settings().private_bucket}/{name}: no row knows this file; it came after {at:%F %T} UTC")
        audit.record(db, Actor.system(), "campus.restored", "campus", "", new={"at": at.isoformat()})
    if delete_unknown:
        for name in unknown:
            storage().delete(settings().private_bucket, name)
        say(f"{len(unknown)} files that no row knows were deleted")


def catch_up(db: Connection, at: datetime) -> Lines:
    """What the clock did since is done again, so that its messages are among those that count as sent."""
    ended = 0
    while some := end_overdue(db, Actor.system()):
        ended += some
    remind_of_ends(db)
    queue_daily_summaries(db, last_closed_day(clock.now()))
    yield f"{ended} contracts whose last day is over were ended again"


def adopt_drawn(db: Connection, at: datetime) -> Lines:
    """What waited to be drawn, and was drawn and sent since, counts as drawn; its mail is among those held next."""
    there, waiting = Bucket(settings().certificate_bucket).names(), tasks.c.state == TaskState.QUEUED
    for task in db.execute(select(tasks).where(tasks.c.kind == DRAW, waiting).order_by(tasks.c.id)).all():
        name = object_of(task.subject_id)
        if name in there:
            keep(task.subject_id, storage().read(settings().certificate_bucket, name), db)
            TASKS.finish(db, task, {"done_at": clock.now()})
            yield f"{name}: was drawn since, and counts as sent"


def hold_messages(db: Connection, at: datetime) -> Lines:
    """What was due goes out within a minute, so it counts as sent. What had failed before is left to an admin."""
    c, now = messages.c, clock.now()
    waiting = (c.state == MessageState.QUEUED) & (c.next_at <= now)
    tried = update(messages).where(c.state == MessageState.QUEUED, c.attempts > 0, c.created_at <= at)
    held = db.execute(tried.values(state=MessageState.FAILED, **_said(_PERHAPS_SENT))).rowcount
    sent = db.execute(
        update(messages).where(waiting).values(state=MessageState.SENT, sent_at=now, **_said(_SENT_BEFORE))
    ).rowcount
    yield f"{sent} messages count as sent before; {held} that had failed at least once wait for an admin: /admin/pesan"


def _said(why: Text) -> dict[str, str | None]:
    return {"error": str(why), "error_en": why.en, "claimed_until": None}


def end_sessions(db: Connection, at: datetime) -> Lines:
    """Sessions that were ended since would live again, and links that were used since would be good again."""
    end(db, "the database was restored", true())
    unused = update(password_links).where(password_links.c.used_at.is_(None))
    links = db.execute(unused.values(used_at=clock.now())).rowcount
    yield f"every session was ended, and {links} links for a password; passwords are those of {at:%F %T} UTC"


def raise_counters(db: Connection, at: datetime) -> Lines:
    """A number that was given out is never given out again, and the audit log says what became of its certificate."""
    known = {object_of(each) for each in db.scalars(select(certificates.c.id))}
    for name in sorted(_named_pdf(Bucket(settings().certificate_bucket).names()) - known):
        number = number_in(storage().read(settings().certificate_bucket, name))
        if number is None:
            yield f"{name}: a certificate without a row, whose number cannot be read: look at it"
            continue
        _raise(db, number)
        _put_down(db, name, number, at)
        yield f"{name}: number {number.text} was given out, and its row is lost: issue it again under a new number"


def _named_pdf(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith("certificates/") and name.endswith(".pdf")}


def _raise(db: Connection, number: Number) -> None:
    counter = insert(certificate_counters).values(year=number.year, last=number.sequence)
    highest = func.greatest(certificate_counters.c.last, number.sequence)
    db.execute(counter.on_conflict_do_update(index_elements=["year"], set_={"last": highest}))


def _put_down(db: Connection, name: str, number: Number, at: datetime) -> None:
    subject = name.removeprefix("certificates/").removesuffix(".pdf")
    line = (audit_log.c.action == _LOST) & (audit_log.c.subject_id == subject)
    if db.scalar(select(audit_log.c.id).where(line)) is None:
        new = {"number": number.text, "restored_to": at.isoformat()}
        audit.record(db, Actor.system(), _LOST, "certificate", subject, new=new)


def draw_missing(db: Connection, at: datetime) -> Lines:
    """A file from before certificates were signed is drawn again, to the same bytes; a signature never is."""
    stored = select(certificates).where(certificates.c.stored_at.is_not(None))
    bucket = settings().certificate_bucket
    there = Bucket(bucket).names()
    rows: Sequence[CertificateRow] = all_of(db, stored.order_by(certificates.c.issued_at))
    for row in rows:
        if row.object is None or row.object in there:
            continue
        data = drawn(row.facts)
        if sha256(data).hexdigest() == row.sha256:
            storage().write(bucket, row.object, data, PDF)
            yield f"{row.object}: drawn again, number {row.number}"
        else:
            yield f"{row.object}: gone, and number {row.number} cannot be drawn to the same bytes: {_OLDER}"


def missing_files(db: Connection, at: datetime) -> Lines:
    """Files that were deleted since: a bucket keeps them for seven days."""
    there, here = Bucket(settings().private_bucket).names(), settings().private_bucket
    c = uploads.c
    named = select(c.id, c.purpose, c.stored_object, c.thumbnail_object).where(_kept()).order_by(c.requested_at)
    for upload_id, purpose, *names in db.execute(named):
        for name in filter(None, names):
            if name not in there:
                yield f"{here}/{name}: a {purpose} that row {upload_id} knows is gone: {_back(here, name)}"


def _back(bucket: str, name: str) -> str:
    return f"gcloud storage restore gs://{bucket}/{name}"


def _kept() -> ColumnElement[bool]:
    """Of these the bucket has, or had, a file."""
    return or_(uploads.c.stored_object.is_not(None), uploads.c.thumbnail_object.is_not(None))


def unknown_files(db: Connection) -> list[str]:
    named = select(uploads.c.stored_object, uploads.c.thumbnail_object).where(_kept())
    known = {name for row in db.execute(named) for name in row}
    return sorted(Bucket(settings().private_bucket).names() - known)


def moment(text: str) -> datetime:
    """As gcloud takes it: ISO with a zone. Raises ValueError."""
    with suppress(ValueError):
        found = datetime.fromisoformat(text)
        if found.tzinfo:
            return found
    raise ValueError(f"{text!r} is no moment such as 2026-11-29T03:00:00Z.")


STEPS = (catch_up, adopt_drawn, hold_messages, end_sessions, raise_counters, draw_missing, missing_files)
