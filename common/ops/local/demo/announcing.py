"""An announcement of this morning to all aslab."""

from __future__ import annotations

from sqlalchemy import update

from common.domain.announcements.actions import announce
from common.domain.announcements.spreading import spread_batch
from common.ops.local.demo.deeds import ADMIN
from common.ops.local.demo.story import Story
from common.platform import clock
from common.platform.db import Connection
from common.platform.queue import TaskState, tasks

_MINUTES = 150
_TITLE = "Rapat evaluasi praktikum"
_TEXT = (
    "Seluruh aslab diundang ke rapat evaluasi praktikum hari Jumat pukul 13.30 di Laboratorium Terpadu.\n\n"
    "Mohon membawa catatan kendala selama praktikum."
)


def add_to(story: Story) -> None:
    def deed(db: Connection) -> None:
        said = {"title": _TITLE, "text": _TEXT, "audience": "aslab"}
        key = announce(db, story.who[ADMIN], **said, roles=None, vacancy_ids=None)
        # What the sweep would do; it takes transactions of its own, and the story is a single one.
        while spread_batch(db, key):
            pass
        done = {"state": TaskState.DONE, "attempts": 1, "done_at": clock.now()}
        db.execute(update(tasks).where(tasks.c.subject_id == key).values(done))

    story.at(story.semester.minutes_ago(_MINUTES), deed)
