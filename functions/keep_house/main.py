"""Ends contracts whose last day is over, announces what is coming, and deletes what has expired."""

from datetime import timedelta

from common.domain.assistants.actions import end_overdue
from common.domain.assistants.messages import remind_of_ends
from common.domain.attendance.reminding import remind_of_attendance
from common.domain.imports.expiry import forget_imports
from common.domain.people.expiry import forget_expired
from common.domain.privacy import erasing
from common.domain.privacy.photos import erase_photos
from common.domain.recruitment.confirming import free_silent_seats, remind_to_confirm
from common.domain.recruitment.share_tasks import ask_for_all
from common.domain.recruitment.summaries import last_closed_day, queue_daily_summaries
from common.domain.reports.counting import add_up_counts
from common.domain.uploads.unused import clear_unused
from common.http import Event, on_schedule, serve
from common.http.idempotency import forget_old_keys
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import transaction

# Of the 300 seconds that a run may last; the last batch has the rest.
ENOUGH = timedelta(seconds=200)


@on_schedule("15 0 * * *")
def begin_day(event: Event) -> None:
    """Shortly after midnight: contracts and seats that are over, notices, expired rows, counts of applications."""
    ended = 1
    while ended:
        with transaction() as db:
            ended = end_overdue(db, Actor.system(event.request_id))
    freed = 1
    while freed:
        with transaction() as db:
            freed = free_silent_seats(db, Actor.system(event.request_id))
    with transaction() as db:
        remind_of_ends(db)
        remind_to_confirm(db)
    with transaction() as db:
        forget_expired(db)
        forget_imports(db)
        forget_old_keys(db)
    with transaction() as db:
        add_up_counts(db)
        ask_for_all(db)


@on_schedule("0 18 * * *")
def sum_up_day(event: Event) -> None:
    """In the evening: one summary of new applications for each lecturer (NOTIF-01)."""
    with transaction() as db:
        queue_daily_summaries(db, last_closed_day(clock.now()))


@on_schedule("0 16 * * 5,6,0")
def remind_of_week(event: Event) -> None:
    """On Friday afternoon: one reminder to each aslab without attendance; the days after make up for a missed run."""
    reminded = 1
    while reminded:
        with transaction() as db:
            reminded = remind_of_attendance(db)


@on_schedule("45 1 * * *")
def erase_personal_data(event: Event) -> None:
    """At night, before the files: personal data whose time is over (LAP-09)."""
    erasing.erase_what_is_over(Actor.system(event.request_id), within=ENOUGH / 2)
    erase_photos(Actor.system(event.request_id), within=ENOUGH / 2)


@on_schedule("30 2 * * *")
def clear_files(event: Event) -> None:
    """At night: files that nothing points to leave the buckets, and only then their rows go."""
    clear_unused(within=ENOUGH)


entry = serve(
    __name__,
    live=True,
    buckets={"incoming_bucket": ("write",), "private_bucket": ("write",)},
    timeout=300,
    concurrency=1,
)
