"""Who sends messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import local
from typing import TYPE_CHECKING, Protocol

from common.platform.mail.message import Mail
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.platform.mail.smtp import Smtp


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand `mail` to the server; raises an `OutsideFault` when it was not taken."""


class _ConnectionEach:
    """A connection for each thread that sends, opened by its first message."""

    def __init__(self) -> None:
        self._own = local()
        self._all: list[Smtp] = []

    def send(self, mail: Mail) -> None:
        if not hasattr(self._own, "smtp"):
            from common.platform.mail.smtp import Smtp

            self._own.smtp = Smtp(settings())
            self._all.append(self._own.smtp)
        self._own.smtp.send(mail)

    def close(self) -> None:
        for smtp in self._all:
            smtp.close()


@contextmanager
def mailer() -> Iterator[Mailer]:
    """A mailer for one batch, for several threads at once."""
    with closing(_ConnectionEach()) as one:
        yield one
