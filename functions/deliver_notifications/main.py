"""Delivers the messages that wait in the outbox: woken by a signal, and each minute in any case."""

from common.domain.notifications.backlog import report_messages
from common.domain.notifications.delivery import deliver_due
from common.http import Event, on_document, on_schedule, serve
from common.platform.log import log


@on_document("signals/{signal}")
def wake(event: Event) -> None:
    """Something was just decided."""
    log.info("woken by a signal", extra={"event": "woken"})
    deliver_due()


@on_schedule("* * * * *")
def sweep(event: Event) -> None:
    """What a lost signal left behind, and what is to be tried again."""
    deliver_due()
    report_messages()


entry = serve(
    __name__,
    live=True,
    buckets={"certificate_bucket": ("read",)},
    secrets=("smtp_password", "whatsapp_token"),
    memory=512,
    concurrency=4,
    timeout=180,
)
