"""Mail through a real SMTP server: what arrives, and how each refusal is sorted."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from common.platform.mail import Mail, mailer
from common.platform.mail.smtp import Smtp
from common.platform.outside import Alarm, Outage, OutsideFault, Permanent, Retry
from common.platform.settings import Settings, settings

Serve = Callable[..., Any]


@pytest.fixture
def smtp(here: Settings) -> Iterator[Smtp]:
    with closing(Smtp(here)) as client:
        yield client


def test_a_message_arrives(mailbox: Any, smtp: Smtp, mail: Mail) -> None:
    smtp.send(mail)
    assert mailbox.messages[0]["Subject"] == "Pendaftaran diterima"
    assert mailbox.envelopes == [("noreply@ubb.ac.id", ["budi@ubb.ac.id"])]


def test_one_connection_serves_a_batch(
    mailbox: Any, mail: Mail, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"HOST": "127.0.0.1", "PORT": str(free_port), "TLS": "false"}.items():
        monkeypatch.setenv(f"SMTP_{name}", value)
    settings.cache_clear()
    try:
        with mailer() as batch:
            for number in range(3):
                batch.send(replace(mail, message_id=f"<{number}@ubb.ac.id>"))
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert [message["Message-ID"] for message in mailbox.messages] == [f"<{n}@ubb.ac.id>" for n in range(3)]
    assert mailbox.connections == 1


def test_a_refused_recipient_leaves_the_connection_to_the_next(mailbox: Any, smtp: Smtp, mail: Mail) -> None:
    mailbox.once["RCPT"] = "550 5.1.1 unknown"
    with pytest.raises(Permanent):
        smtp.send(mail)
    smtp.send(mail)
    assert (len(mailbox.messages), mailbox.connections) == (1, 1)


def test_a_connection_dropped_between_two_messages_is_opened_again(mailbox: Any, smtp: Smtp, mail: Mail) -> None:
    mailbox.hangs_up_after_message = True
    smtp.send(mail)
    time.sleep(0.2)
    smtp.send(mail)
    assert (len(mailbox.messages), mailbox.connections) == (2, 2)


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_has_enough_of_a_connection_gets_a_new_one(
    mailbox: Any, smtp: Smtp, mail: Mail, verb: str
) -> None:
    smtp.send(mail)
    mailbox.once[verb] = "421 4.7.0 too many messages in one session"
    smtp.send(mail)
    assert (len(mailbox.messages), mailbox.connections) == (2, 2)


def test_a_fresh_connection_that_is_turned_away_is_not_tried_twice(mailbox: Any, smtp: Smtp, mail: Mail) -> None:
    mailbox.says["MAIL"] = "421 4.3.2 closing"
    with pytest.raises(Outage):
        smtp.send(mail)
    assert mailbox.connections == 1


@pytest.mark.parametrize(
    ("verb", "answer", "kind", "reason"),
    [
        ("RCPT", "450 4.2.1 busy", Retry, "server email sedang tidak menerima pesan (450 4.2.1)"),
        ("RCPT", "451 greylisted", Retry, "server email sedang tidak menerima pesan (451)"),
        ("RCPT", "450 4.4.2 no route", Outage, "server email sedang tidak menerima pesan (450 4.4.2)"),
        ("RCPT", "421 4.7.0 closing", Outage, "server email sedang tidak menerima pesan (421 4.7.0)"),
        ("RCPT", "550 5.1.1 <budi@ubb.ac.id> unknown", Permanent, "alamat email ditolak (550 5.1.1)"),
        ("RCPT", "552 5.2.2 mailbox full", Permanent, "alamat email ditolak (552 5.2.2)"),
        ("RCPT", "554 5.7.1 Relay access denied", Alarm, "server email menolak akun pengirim (554 5.7.1)"),
        ("RCPT", "550 5.4.5 Daily limit", Alarm, "server email menolak akun pengirim (550 5.4.5)"),
        ("MAIL", "452 4.3.1 no storage", Outage, "server email sedang tidak menerima pesan (452 4.3.1)"),
        ("MAIL", "530 5.7.0 Authentication required", Alarm, "server email menolak akun pengirim (530 5.7.0)"),
        ("MAIL", "553 5.1.8 sender", Alarm, "server email menolak akun pengirim (553 5.1.8)"),
        ("MAIL", "552 5.3.4 too large", Permanent, "pesan ditolak server email (552 5.3.4)"),
        ("DATA", "451 4.3.0 later", Outage, "server email sedang tidak menerima pesan (451 4.3.0)"),
        ("DATA", "554 5.7.1 spam", Permanent, "pesan ditolak server email (554 5.7.1)"),
        ("DATA", "550 5.7.26 unauthenticated sender", Alarm, "server email menolak akun pengirim (550 5.7.26)"),
    ],
)
def test_refusals_are_sorted(
    mailbox: Any, smtp: Smtp, mail: Mail, verb: str, answer: str, kind: type[OutsideFault], reason: str
) -> None:
    mailbox.says[verb] = answer
    with pytest.raises(kind) as raised:
        smtp.send(mail)
    assert (type(raised.value), raised.value.reason) == (kind, reason)
    assert raised.value.reason.en != reason


def test_nobody_at_home_is_an_outage(smtp: Smtp, mail: Mail) -> None:
    with pytest.raises(Outage) as raised:
        smtp.send(mail)
    assert raised.value.reason == "layanan tidak dapat dihubungi"


def test_a_server_that_says_nothing_is_an_outage(here: Settings, free_port: int, mail: Mail) -> None:
    started = time.monotonic()
    with socket.create_server(("127.0.0.1", free_port)), pytest.raises(Outage):
        Smtp(replace(here, outside_timeout_seconds=0.2)).send(mail)
    assert time.monotonic() - started < 2


def test_a_wrong_password_calls_the_admin(serve: Serve, here: Settings, mail: Mail) -> None:
    serve(auth_require_tls=False)
    with pytest.raises(Alarm, match="535"), closing(Smtp(replace(here, smtp_user="aslab", smtp_password="x"))) as smtp:
        smtp.send(mail)


def test_a_login_server_that_is_busy_is_an_outage(serve: Serve, here: Settings, mail: Mail) -> None:
    serve(auth_require_tls=False).says["AUTH"] = "454 4.7.0 Temporary authentication failure"
    with pytest.raises(Outage), closing(Smtp(replace(here, smtp_user="aslab", smtp_password="rahasia"))) as smtp:
        smtp.send(mail)


@pytest.mark.parametrize("wanted", [{"smtp_tls": True}, {"smtp_user": "aslab"}])
def test_a_server_without_starttls_or_login_gets_no_message(
    mailbox: Any, here: Settings, mail: Mail, wanted: dict[str, Any]
) -> None:
    with pytest.raises(Alarm), closing(Smtp(replace(here, **wanted))) as smtp:
        smtp.send(mail)
    assert mailbox.messages == []


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate of 127.0.0.1 and its key in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1)).add_extension(address, False)
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(encoding)
        + key.private_bytes(encoding, form, serialization.NoEncryption())
    )
    return file


@pytest.fixture
def tls_mailbox(serve: Serve, certificate: Path) -> Any:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return serve(tls_context=context, require_starttls=True, auth_required=True)


@pytest.fixture
def secured(here: Settings) -> Settings:
    return replace(here, smtp_tls=True, smtp_user="aslab", smtp_password="rahasia")


def test_over_starttls_with_a_login(
    tls_mailbox: Any, secured: Settings, mail: Mail, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with closing(Smtp(secured)) as smtp:
        smtp.send(mail)
        smtp.send(mail)
    assert (len(tls_mailbox.messages), tls_mailbox.connections) == (2, 1)


def test_a_server_that_cannot_prove_its_name_gets_no_password(tls_mailbox: Any, secured: Settings, mail: Mail) -> None:
    with pytest.raises(Alarm) as raised, closing(Smtp(secured)) as smtp:
        smtp.send(mail)
    assert raised.value.reason == "sertifikat server email tidak sah"
