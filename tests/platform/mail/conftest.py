"""A real SMTP server on loopback whose answers a test decides."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from common.platform.mail import Mail
from common.platform.settings import Settings

USER, PASSWORD = "aslab", "rahasia"


@dataclass
class Mailbox:
    """What came in, and what the server says: `says` maps a verb to its answer, `once` to its next answer only."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    connections: int = 0
    says: dict[str, str] = field(default_factory=dict)
    once: dict[str, str] = field(default_factory=dict)
    hangs_up_after_message: bool = False

    def answer(self, verb: str) -> str | None:
        return self.once.pop(verb, None) or self.says.get(verb)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self.answer("MAIL"):
            return refusal
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self.answer("RCPT"):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if refusal := self.answer("DATA"):
            return refusal
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=POLICY)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        if self.hangs_up_after_message and server.transport is not None:
            asyncio.get_running_loop().call_later(0.05, server.transport.close)
        return "250 2.0.0 taken"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        if refusal := self.answer("AUTH"):
            return AuthResult(success=False, handled=False, message=refusal)
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)


class _Server(Controller):
    """Counts its connections and leaves none open behind itself."""

    def __init__(self, box: Mailbox, **settings: Any) -> None:
        super().__init__(box, hostname="127.0.0.1", port=box.port, **settings)
        self.box, self.sessions = box, list[SMTP]()

    def factory(self) -> SMTP:
        self.box.connections += 1
        self.sessions.append(SMTP(self.box, **self.SMTP_kwargs))
        return self.sessions[-1]

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(5)
        super().stop(no_assert)

    async def _hang_up(self) -> None:
        for session in self.sessions:
            for transport in (session.transport, session._original_transport):
                if isinstance(transport, asyncio.WriteTransport):
                    transport.abort()
        await asyncio.sleep(0.05)


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(free_port: int) -> Iterator[Callable[..., Mailbox]]:
    running: list[Controller] = []

    def start(**settings: Any) -> Mailbox:
        box = Mailbox(port=free_port)
        controller = _Server(box, authenticator=box.authenticate, **settings)
        running.append(controller)
        controller.start()
        box.connections = 0  # the controller knocks once to see whether it is up
        return box

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def mailbox(serve: Callable[..., Mailbox]) -> Mailbox:
    return serve()


@pytest.fixture
def here(free_port: int) -> Settings:
    return Settings(
        smtp_host="127.0.0.1",
        smtp_port=free_port,
        smtp_tls=False,
        mail_from="SI-Aslab <noreply@ubb.ac.id>",
        outside_timeout_seconds=2.0,
    )


@pytest.fixture
def mail() -> Mail:
    return Mail("budi@ubb.ac.id", "Pendaftaran diterima", "Selamat, Budi.", "<1@ubb.ac.id>")
