"""Loading the demo campus: the whole story in one transaction, so that half a campus never stays."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import exists, select

from common.domain.people.tables import people
from common.domain.recruitment.summaries import CLOSING_HOUR, queue_daily_summaries
from common.ops.local.demo import announcing, chapter_before, chapter_now, chapter_open, ledger, paying
from common.ops.local.demo.applicants import Papers
from common.ops.local.demo.arrivals import everybody_arrives
from common.ops.local.demo.persons import LECTURERS, everybody
from common.ops.local.demo.semester import Semester, moment
from common.ops.local.demo.story import Story
from common.platform import clock
from common.platform.db import transaction


def load_demo() -> None:
    """Fill an empty campus; where there are people already, nothing happens.

    It sets the product's clock back while it runs: nothing else of the product may be at work in this process.
    """
    with transaction() as db:
        if db.scalar(select(exists().select_from(people))):
            return
        story = written(Semester(clock.now()))
        story.play(db)
        ledger.settle(db, story)
        # Outside of the database comes before the commit: a row never names a file that is not there.
        story.files.write()
        ledger.fill_inboxes(db, story)


def written(semester: Semester) -> Story:
    """The story as it is planned, nothing of it done yet."""
    story, persons = Story(semester), everybody()
    head = next(name for key, name, _ in LECTURERS if key == "zulkifli")
    papers = Papers(story, {person.key: person for person in persons}, head)
    everybody_arrives(story, persons)
    for chapter in (chapter_before, chapter_now, chapter_open):
        chapter.add_to(story, papers)
    announcing.add_to(story)
    paying.mark_days(story)
    _sum_up_days(story)
    return story


def _sum_up_days(story: Story) -> None:
    """Each evening, as the schedule does; what comes later in a day is summed up on the next."""
    for day in {late for one in story.applied_on for late in (one, one + timedelta(days=1))}:
        evening = moment(day, CLOSING_HOUR)
        if evening <= story.semester.now:
            story.at(evening, partial(queue_daily_summaries, day=day))
