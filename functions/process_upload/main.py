"""Inspects each file that has arrived by its content, keeps it or refuses it, and deletes the raw one."""

from common.domain.attendance.photos import photo_inspected
from common.domain.uploads import inspecting
from common.domain.uploads.inspecting import RawObject
from common.http import Event, on_schedule, on_upload, serve
from common.platform.db import transaction


@on_upload("incoming_bucket")
def judge_upload(event: Event) -> None:
    """Inspect one object. Any fault of the bucket or the database ends in another delivery; repeating is harmless."""
    _inspect(RawObject.of(event.data))


def _inspect(raw: RawObject) -> None:
    inspection = inspecting.inspect(raw)
    if inspection:
        with transaction() as db:
            upload = photo_inspected(db, inspecting.settle(db, inspection))
        inspecting.clear_away(inspection, upload)


@on_schedule("17 * * * *")
def give_up_on_missing_files(event: Event) -> None:
    """Refuse files that were announced and never came, so that nothing waits for them for ever.

    The bucket is asked before: what lies there is inspected, whatever became of its event (ABS-18). Each is given up
    in a transaction of its own: a lecturer may hold the attendances of two, and in the other order.
    """
    with transaction() as db:
        overdue = inspecting.overdue(db)
    for upload in overdue:
        if raw := inspecting.arrived(upload):
            _inspect(raw)
            continue
        with transaction() as db:
            for missing in inspecting.give_up(db, among=[upload.id]):
                photo_inspected(db, missing)


entry = serve(
    __name__,
    buckets={"incoming_bucket": ("read", "write"), "private_bucket": ("write",)},
    live=True,
    memory=1024,
    concurrency=4,
    max_instances=2,
    timeout=120,
)
