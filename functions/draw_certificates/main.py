"""Draws the certificates that were issued, keeps them in their bucket and queues their mail."""

from common.domain.certificates.drawing import draw_due, report_drawing
from common.http import Event, on_document, on_schedule, serve


@on_document("signals/{signal}")
def wake(event: Event) -> None:
    """Something was just issued."""
    draw_due()


@on_schedule("* * * * *")
def sweep(event: Event) -> None:
    """What a lost signal or a bucket that was away left behind, and what is to be tried again."""
    draw_due()
    report_drawing()


entry = serve(
    __name__,
    live=True,
    buckets={"certificate_bucket": ("read", "write")},
    memory=512,
    concurrency=1,
    max_instances=2,
    timeout=180,
)
