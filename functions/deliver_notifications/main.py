"""Delivers the messages that wait in the outbox and spreads announcements: woken by a signal, and each minute."""

from common.domain.announcements.spreading import report_spreading, spread_due
from common.domain.notifications.backlog import report_messages
from common.domain.notifications.delivery import deliver_due
from common.http import Event, on_document, on_schedule, serve
from common.platform.log import log


@on_document("signals/{signal}")
def wake(event: Event) -> None:
    """Something was just decided."""
    log.info("woken by a signal", extra={"event": "woken"})
    spread_due()
    deliver_due()


@on_schedule("* * * * *")
def sweep(event: Event) -> None:
    """What a lost signal left behind, and what is to be tried again."""
    spread_due()
    deliver_due()
    report_messages()
    report_spreading()


entry = serve(
    __name__,
    live=True,
    buckets={"certificate_bucket": ("read",)},
    secrets=("smtp_password", "whatsapp_token"),
    memory=512,
    concurrency=4,
    timeout=180,
)
