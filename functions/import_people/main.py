"""Reads the files of people that admins have uploaded, and saves what they confirm, piece by piece."""

from common.domain.imports.work import import_due, report_imports
from common.http import Event, on_document, on_schedule, serve


@on_document("signals/{signal}")
def wake(event: Event) -> None:
    """A file was just uploaded for an import, or an import confirmed."""
    import_due()


@on_schedule("* * * * *")
def sweep(event: Event) -> None:
    """What a lost signal left behind, and what is to be tried again."""
    import_due()
    report_imports()


entry = serve(
    __name__,
    live=True,
    buckets={"private_bucket": ("read",)},
    memory=512,
    concurrency=1,
    timeout=180,
)
