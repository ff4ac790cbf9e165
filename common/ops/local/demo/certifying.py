"""Certificates in every state: sent, not sent, revoked, replaced, below the minimum, waiting to be issued."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select, update

from common.domain.assistants.tables import contracts
from common.domain.certificates.actions import issue, issue_batch, revoke
from common.domain.certificates.drawing import signed
from common.domain.certificates.sending import send
from common.domain.certificates.tables import certificates
from common.domain.people.actions import edit_user
from common.ops.local.demo.deeds import ADMIN, Job
from common.ops.local.demo.persons import STUDENTS
from common.ops.local.demo.semester import MONDAY, TUESDAY, WEDNESDAY
from common.ops.local.demo.story import Story
from common.platform import clock
from common.platform.content_types import PDF
from common.platform.db import Connection
from common.platform.queue import TaskState, tasks
from common.platform.settings import settings

_MISTYPED = "Nama pada sertifikat salah tulis (Tjin, seharusnya Tjhin)"
_NOT_HIS = "Absensi pertemuan 5 dan 6 ternyata bukan milik pemegang sertifikat"


def add_to(story: Story, jobs: dict[str, Job]) -> None:
    """Andi was there too rarely; Tiara and Grace were not thought of, Grace until a moment ago."""
    when = story.semester
    first = [jobs[key] for key in ("siti", "kevin", "andi", "fauzan", "besse")]
    story.at(when.at(-23, WEDNESDAY, 10), lambda db: issue_batch(db, story.who[ADMIN], [job.id for job in first]))
    _draw_at(story, when.at(-23, WEDNESDAY, 10, 1))
    story.at(when.at(-22, TUESDAY, 9), lambda db: _put_right(story, db))
    _revoke(story, jobs["kevin"], when.at(-22, TUESDAY, 9, 10), _MISTYPED)
    _issue(story, jobs["kevin"], when.at(-22, TUESDAY, 9, 20))
    _revoke(story, jobs["besse"], when.at(-21, MONDAY, 14), _NOT_HIS)
    _issue(story, jobs["grace"], when.minutes_ago(5))


def _put_right(story: Story, db: Connection) -> None:
    name = next(name for key, name, _ in STUDENTS if key == "kevin")
    edit_user(db, story.who[ADMIN], story.who["kevin"].person_id, {"name": name})


def _issue(story: Story, job: Job, when: datetime) -> None:
    story.at(when, lambda db: issue(db, story.who[ADMIN], job.id))
    _draw_at(story, when)


def _revoke(story: Story, job: Job, when: datetime, reason: str) -> None:
    def deed(db: Connection) -> None:
        valid = (certificates.c.contract_id == job.id) & certificates.c.revoked_at.is_(None)
        certificate_id = db.execute(select(certificates.c.id).where(valid)).scalar_one()
        revoke(db, story.who[ADMIN], certificate_id, reason=reason)

    story.at(when, deed)


def _draw_at(story: Story, when: datetime) -> None:
    """What the sweep would do; it takes transactions of its own, and the story is a single one."""

    def deed(db: Connection) -> None:
        wanted = select(certificates, contracts.c.student_id).join(
            contracts, contracts.c.id == certificates.c.contract_id
        )
        for row in db.execute(wanted.where(certificates.c.stored_at.is_(None))).all():
            name, data = f"certificates/{row.id}.pdf", signed(row)
            stored = {"object": name, "sha256": sha256(data).hexdigest(), "stored_at": clock.now()}
            db.execute(update(certificates).where(certificates.c.id == row.id).values(stored))
            drawn = {"state": TaskState.DONE, "attempts": 1, "done_at": clock.now()}
            db.execute(update(tasks).where(tasks.c.subject_id == row.id).values(drawn))
            send(db, row, name)
            story.files.keep(settings().certificate_bucket, name, data, PDF)

    story.at(when, deed)
