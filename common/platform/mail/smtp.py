"""Mail over SMTP: one connection for a batch, opened again when the server closed it between two messages."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import Any

from common.platform.mail.compose import compose
from common.platform.mail.faults import FAULTS, closed_by_server
from common.platform.mail.message import Mail, domain_of
from common.platform.outside import translated
from common.platform.settings import Settings

IMPLICIT_TLS_PORT = 465


class _Conversation(smtplib.SMTP):
    """Knows whether the content of a message was begun: until then the server has taken nothing."""

    content_begun = False

    def sendmail(self, *given: Any, **named: Any) -> dict[str, tuple[int, bytes]]:
        self.content_begun = False
        return super().sendmail(*given, **named)

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.content_begun = True
        return super().data(msg)


class _TlsConversation(_Conversation, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


class Smtp:
    """Not for several threads at once."""

    def __init__(self, here: Settings) -> None:
        self._here = here
        self._server: _Conversation | None = None

    def send(self, mail: Mail) -> None:
        message = compose(mail, self._here.mail_from)
        with translated(FAULTS):
            used = self._server
            try:
                self._hand_over(message)
            except OSError as fault:
                # A server that has had enough of this connection takes the message on the next one.
                if used is None or not (closed_by_server(fault) or _closed_before(used, fault)):
                    raise
                self.close()
                self._hand_over(message)

    def close(self) -> None:
        """Send QUIT; an error is ignored, since the server may be gone already."""
        if self._server is None:
            return
        try:
            self._server.quit()
        except OSError:
            self._server.close()
        self._server = None

    def _hand_over(self, message: EmailMessage) -> None:
        self._server = self._server or self._connect()
        try:
            self._server.send_message(message)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError):
            raise
        except OSError:
            # The state of the conversation is unknown: never speak on this connection again.
            self._server.close()
            self._server = None
            raise

    def _connect(self) -> _Conversation:
        server = self._open()
        try:
            if self._here.smtp_tls and not isinstance(server, smtplib.SMTP_SSL):
                server.starttls(context=ssl.create_default_context())
            if self._here.smtp_user:
                server.login(self._here.smtp_user, self._here.smtp_password)
        except BaseException:
            server.close()
            raise
        return server

    def _open(self) -> _Conversation:
        here = self._here
        # The name we greet with is given, since smtplib would ask a name server for it.
        greeting, timeout = domain_of(here.mail_from), here.outside_timeout_seconds
        if here.smtp_tls and here.smtp_port == IMPLICIT_TLS_PORT:
            context = ssl.create_default_context()
            return _TlsConversation(here.smtp_host, here.smtp_port, greeting, timeout=timeout, context=context)
        return _Conversation(here.smtp_host, here.smtp_port, greeting, timeout=timeout)


def _closed_before(server: _Conversation, fault: OSError) -> bool:
    """Whether the line was found closed before the content of the message was begun."""
    closed = isinstance(fault, (smtplib.SMTPServerDisconnected, ConnectionError))
    return closed and not server.content_begun
