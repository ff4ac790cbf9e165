"""Reads files of people that admins have uploaded and saves what they confirm, and writes pages of open vacancies."""

from common.domain.imports.work import import_due, report_imports
from common.domain.recruitment.share_pages import report_sharing, share_due
from common.domain.recruitment.share_tasks import ask_by_clock
from common.http import Event, on_document, on_schedule, serve
from common.platform.db import transaction


@on_document("signals/{signal}")
def wake(event: Event) -> None:
    """A file was just uploaded for an import, an import confirmed, or a vacancy changed."""
    share_due()
    import_due()


@on_schedule("* * * * *")
def sweep(event: Event) -> None:
    """What a lost signal left behind, and what is to be tried again."""
    with transaction() as db:
        ask_by_clock(db)
    share_due()
    report_sharing()
    import_due()
    report_imports()


entry = serve(
    __name__,
    live=True,
    buckets={"private_bucket": ("read",), "site_bucket": ("write",)},
    memory=512,
    concurrency=1,
    timeout=180,
)
