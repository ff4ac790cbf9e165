"""Mail and WhatsApp services that deliver into an Outbox, and fail when a test asks them to."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

from common.ops.local.outbox import Outbox
from common.ops.local.parts import Part, PartDied
from common.ops.local.places import HOST, free_port, port_is_busy
from common.ops.local.serving import HttpServer
from common.ops.local.smtp_server import smtp_server
from common.ops.local.whatsapp import PHONE_ID, Fault, WhatsAppService
from common.ops.local.whatsapp_templates import ACCOUNT_ID, Templates

Step = Literal["RCPT", "DATA"]


@dataclass
class _Refusal:
    code: int
    text: str
    step: Step
    recipient: str


class MailSink(Part):
    """An SMTP server without encryption that takes every mail, from anybody.

    With `user` it lets in that user and `password` alone. It keeps its port while it is down.
    """

    def __init__(self, outbox: Outbox, *, port: int = 0, user: str = "", password: str = "") -> None:
        self.port = port or free_port()
        self._outbox, self._user, self._password = outbox, user, password
        self._refusals: deque[_Refusal] = deque()
        self._lock = Lock()
        self._server: Any = None

    def environment(self) -> dict[str, str]:
        """The settings that lead the product here."""
        return {
            "SMTP_HOST": HOST,
            "SMTP_PORT": str(self.port),
            "SMTP_TLS": "false",
            "SMTP_USER": self._user,
            "SMTP_PASSWORD": self._password,
        }

    def start(self) -> None:
        if self._server is not None:
            return
        if port_is_busy(self.port):
            raise PartDied(f"The mail sink did not start: port {self.port} is in use")
        server = smtp_server(self, self.port, **self._access())
        server.start()
        self._server = server

    def stop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    go_down = stop
    come_up = start

    def refuse_next(
        self,
        times: int = 1,
        code: int = 451,
        text: str = "try again later",
        *,
        step: Step = "DATA",
        recipient: str = "",
    ) -> None:
        """The next `times` mails (to `recipient`, if given) get `code` as the answer to RCPT TO or to their content.

        4yz is a passing fault, 5yz a lasting one.
        """
        with self._lock:
            self._refusals.extend(_Refusal(code, text, step, recipient.lower()) for _ in range(times))

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd looks for this name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        # aiosmtpd's own option for this warns, on each connection, that there is no encryption.
        if self._user and not session.authenticated:
            return "530 5.7.0 Authentication required"
        refusal = self._refusal("RCPT", [address])
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        refusal = self._refusal("DATA", envelope.rcpt_tos)
        if refusal is None:
            try:
                self._outbox.add_mail(envelope.mail_from, envelope.rcpt_tos, envelope.content)
            except OSError:
                return "452 4.3.1 Insufficient system storage"
        return refusal or "250 OK"

    def _refusal(self, step: Step, recipients: list[str]) -> str | None:
        addresses = {address.lower() for address in recipients}
        with self._lock:
            for refusal in self._refusals:
                if refusal.step == step and (not refusal.recipient or refusal.recipient in addresses):
                    self._refusals.remove(refusal)
                    return f"{refusal.code} {refusal.text}"
        return None

    def _access(self) -> dict[str, Any]:
        if not self._user:
            return {}
        return {"authenticator": self._authenticate, "auth_require_tls": False}

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> Any:
        from aiosmtpd.smtp import AuthResult

        known = (given.login, given.password) == (self._user.encode(), self._password.encode())
        return AuthResult(success=known, handled=False)


class WhatsAppSink(Part):
    """Meta's Graph API and Fonnte at one address, as far as sending goes. It keeps its port while it is down."""

    def __init__(self, outbox: Outbox, *, port: int = 0, token: str = "lokal") -> None:
        self._service = WhatsAppService(outbox, token)
        self._token = token
        self._server = HttpServer("The WhatsApp sink", self._service, port)

    @property
    def url(self) -> str:
        """Known once started."""
        return self._server.url

    def environment(self, provider: str = "meta") -> dict[str, str]:
        """The settings that lead the product here."""
        return {
            "WHATSAPP_PROVIDER": provider,
            "WHATSAPP_URL": self.url,
            "WHATSAPP_TOKEN": self._token,
            "WHATSAPP_PHONE_ID": PHONE_ID,
            "WHATSAPP_ACCOUNT_ID": ACCOUNT_ID,
        }

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    go_down = stop
    come_up = start

    @property
    def templates(self) -> Templates:
        """Those that are registered here."""
        return self._service.templates

    def fail_next(self, fault: Fault, times: int = 1) -> None:
        """The next `times` messages are not taken, but answered with `fault`."""
        self._service.fail_next(fault, times)
