"""Who sends messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from common.platform.mail.message import Mail
from common.platform.settings import settings


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand `mail` to the server; raises an `OutsideFault` when it was not taken."""


@contextmanager
def mailer() -> Iterator[Mailer]:
    """A mailer for one batch: one connection, opened by the first message."""
    from common.platform.mail.smtp import Smtp

    smtp = Smtp(settings())
    try:
        yield smtp
    finally:
        smtp.close()
