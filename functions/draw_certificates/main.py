"""Draws and signs the certificates that were issued and writes long exports, and queues the messages about them."""

from common.domain.certificates.drawing import draw_due, report_drawing
from common.domain.reports.export_making import make_due, report_making
from common.http import Event, on_document, on_schedule, serve


@on_document("signals/{signal}")
def wake(event: Event) -> None:
    """Something was just issued, or a long list asked for."""
    draw_due()
    make_due()


@on_schedule("* * * * *")
def sweep(event: Event) -> None:
    """What a lost signal or a bucket that was away left behind, and what is to be tried again."""
    draw_due()
    report_drawing()
    make_due()
    report_making()


entry = serve(
    __name__,
    live=True,
    secrets=("certificate_key", "badge_keys"),
    buckets={"certificate_bucket": ("read", "write"), "export_bucket": ("write",)},
    memory=512,
    concurrency=1,
    max_instances=2,
    timeout=300,
)
