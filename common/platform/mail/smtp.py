"""Mail over SMTP: one connection for a batch, opened again when the server closed it between two messages."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from common.platform.mail.compose import compose
from common.platform.mail.faults import FAULTS, closed_by_server
from common.platform.mail.message import Mail, domain_of
from common.platform.outside import translated
from common.platform.settings import Settings

IMPLICIT_TLS_PORT = 465


class Smtp:
    """Not for several threads at once."""

    def __init__(self, here: Settings) -> None:
        self._here = here
        self._server: smtplib.SMTP | None = None

    def send(self, mail: Mail) -> None:
        message = compose(mail, self._here.mail_from)
        with translated(FAULTS):
            used = self._alive()
            try:
                self._hand_over(message)
            except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as fault:
                # A server that has had enough of this connection takes the message on the next one.
                if not (used and closed_by_server(fault)):
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

    def _alive(self) -> bool:
        """Whether the connection of an earlier message still stands; a dead one is put away."""
        if self._server is None:
            return False
        try:
            alive = self._server.noop()[0] == 250
        except OSError:
            alive = False
        if not alive:
            self.close()
        return alive

    def _connect(self) -> smtplib.SMTP:
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

    def _open(self) -> smtplib.SMTP:
        here = self._here
        # The name we greet with is given, since smtplib would ask a name server for it.
        greeting, timeout = domain_of(here.mail_from), here.outside_timeout_seconds
        if here.smtp_tls and here.smtp_port == IMPLICIT_TLS_PORT:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(here.smtp_host, here.smtp_port, greeting, timeout=timeout, context=context)
        return smtplib.SMTP(here.smtp_host, here.smtp_port, greeting, timeout=timeout)
