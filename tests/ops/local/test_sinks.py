"""Mail and WhatsApp arrive, and fail when a test wants it."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
import requests

from common.ops.local.outbox import Outbox
from common.ops.local.places import Places
from common.ops.local.sinks import MailSink, WhatsAppSink
from common.ops.local.whatsapp import NO_WHATSAPP, OUT_OF_ORDER, TOO_FAST

META_TEXT = {
    "messaging_product": "whatsapp",
    "to": "6281234567890",
    "type": "text",
    "text": {"body": "Selamat, Anda diterima"},
}
META_TEMPLATE = {
    "messaging_product": "whatsapp",
    "to": "+62 812-3456-7890",
    "type": "template",
    "template": {
        "name": "status_lamaran",
        "language": {"code": "id"},
        "components": [
            {"type": "body", "parameters": [{"type": "text", "text": "Siti"}, {"type": "text", "text": "A"}]}
        ],
    },
}


@pytest.fixture
def mail_sink(outbox: Outbox) -> Iterator[MailSink]:
    with MailSink(outbox) as sink:
        yield sink


@pytest.fixture
def whatsapp(outbox: Outbox) -> Iterator[WhatsAppSink]:
    with WhatsAppSink(outbox) as sink:
        yield sink


def letter(subject: str = "Lamaran diterima – ü", to: str = "siti@example.org") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "SI-Aslab <noreply@example.org>", to
    message["Message-ID"] = "<1@example.org>"
    message.set_content("Halo Siti,\nlihat https://example.org/lamaran")
    message.add_alternative("<p>Halo <b>Siti</b></p>", subtype="html")
    message.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="sertifikat ü.pdf")
    return message


def send(sink: MailSink, message: EmailMessage, user: str = "", password: str = "") -> None:
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as smtp:
        if user:
            smtp.login(user, password)
        smtp.send_message(message)


def test_a_mail_arrives_with_all_its_parts(mail_sink: MailSink, outbox: Outbox) -> None:
    send(mail_sink, letter())
    mail = outbox.wait_for_mail(to="Siti@example.org", subject_contains="diterima")
    assert (mail.subject, mail.recipients) == ("Lamaran diterima – ü", ("siti@example.org",))
    assert mail.headers["Message-ID"] == "<1@example.org>"
    assert "https://example.org/lamaran" in mail.text
    assert "<b>Siti</b>" in mail.html
    (attachment,) = mail.attachments
    assert (attachment.name, attachment.content_type) == ("sertifikat ü.pdf", "application/pdf")
    assert attachment.content == b"%PDF-1.7 x"
    assert mail.file.suffix == ".eml"


@pytest.mark.parametrize("subject", [b"=?unknown?b?w7w=?=", "Pengumuman ü".encode(), b"=?utf-8?b?!!?=", b""])
def test_a_mail_of_any_make_is_kept(outbox: Outbox, subject: bytes) -> None:
    head = b"X-Outbox-Envelope: mine\r\nSubject: " + subject + b"\r\nContent-Type: text/plain; charset=utf-8\r\n"
    mail = outbox.add_mail("ü@example.org", ["jürgen@example.org"], head + b"\r\n\xff")
    assert (mail.sender, mail.recipients) == ("ü@example.org", ("jürgen@example.org",))
    assert isinstance(mail.subject + mail.text, str)
    assert mail.headers["Subject"] == mail.subject


def test_messages_of_an_earlier_run_are_still_there(
    mail_sink: MailSink, whatsapp: WhatsAppSink, outbox: Outbox, fresh_places: Places
) -> None:
    send(mail_sink, letter())
    meta(whatsapp, META_TEXT)
    later = Outbox(fresh_places)
    assert (later.mails, later.whatsapps) == (outbox.mails, outbox.whatsapps)
    assert later.add_mail("a@example.org", ["b@example.org"], b"Subject: x\r\n\r\ny").id == "000003"
    later.clear()
    assert not list(Path(fresh_places.root / "outbox").iterdir())
    assert not later.mails


def test_a_mail_that_comes_late_is_waited_for_and_one_that_never_comes_is_not(
    mail_sink: MailSink, outbox: Outbox
) -> None:
    Timer(0.2, send, (mail_sink, letter("Terlambat"))).start()
    assert outbox.wait_for_mail(subject_contains="Terlambat").subject == "Terlambat"
    with pytest.raises(TimeoutError, match=r"no mail to siti@example\.org about 'Lain' in 0\.1 s, but .*Terlambat"):
        outbox.wait_for_mail(to="siti@example.org", subject_contains="Lain", timeout=0.1)
    with pytest.raises(TimeoutError):
        outbox.wait_for_mail(to="budi@example.org", timeout=0.1)


def test_a_mail_is_refused_as_often_as_it_was_asked_for(mail_sink: MailSink, outbox: Outbox) -> None:
    mail_sink.refuse_next(2, 451, "greylisted")
    for _ in range(2):
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            send(mail_sink, letter())
        assert refusal.value.smtp_code == 451
    send(mail_sink, letter())
    assert len(outbox.mails) == 1


def test_one_recipient_is_refused_and_others_are_not(mail_sink: MailSink, outbox: Outbox) -> None:
    mail_sink.refuse_next(1, 550, "no such user", step="RCPT", recipient="Siti@example.org")
    send(mail_sink, letter(to="budi@example.org"))
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(mail_sink, letter())
    assert refusal.value.recipients["siti@example.org"][0] == 550
    assert [mail.recipients for mail in outbox.mails] == [("budi@example.org",)]


def test_a_mail_server_that_is_down_comes_back_at_the_same_port(mail_sink: MailSink, outbox: Outbox) -> None:
    mail_sink.go_down()
    with pytest.raises(ConnectionRefusedError):
        send(mail_sink, letter())
    mail_sink.come_up()
    send(mail_sink, letter())
    assert len(outbox.mails) == 1


def test_a_line_that_is_open_when_the_server_goes_down_is_cut(mail_sink: MailSink) -> None:
    with smtplib.SMTP("127.0.0.1", mail_sink.port, timeout=10) as smtp:
        smtp.ehlo()
        mail_sink.go_down()
        with pytest.raises(smtplib.SMTPServerDisconnected):
            smtp.noop()


def test_a_mail_server_with_a_password_asks_for_it(outbox: Outbox) -> None:
    with MailSink(outbox, user="aslab", password="rahasia") as sink:
        assert sink.environment()["SMTP_USER"] == "aslab"
        with pytest.raises(smtplib.SMTPAuthenticationError):
            send(sink, letter(), "aslab", "salah")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send(sink, letter())
        send(sink, letter(), "aslab", "rahasia")
    assert len(outbox.mails) == 1


def meta(sink: WhatsAppSink, body: dict[str, Any], token: str = "lokal") -> requests.Response:
    address = f"{sink.url}/v26.0/{sink.environment()['WHATSAPP_PHONE_ID']}/messages"
    return requests.post(address, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=10)


def fonnte(sink: WhatsAppSink, token: str = "lokal", **form: str) -> requests.Response:
    return requests.post(f"{sink.url}/send", data=form, headers={"Authorization": token}, timeout=10)


def test_a_message_by_meta_arrives(whatsapp: WhatsAppSink, outbox: Outbox) -> None:
    answer = meta(whatsapp, META_TEXT)
    assert answer.status_code == 200
    assert answer.json()["messages"][0]["id"].startswith("wamid.")
    message = outbox.wait_for_whatsapp(to="+62 812 3456 7890", text_contains="diterima")
    assert (message.provider, message.to, message.template) == ("meta", "6281234567890", "")


def test_a_template_by_meta_arrives_with_its_parameters(whatsapp: WhatsAppSink, outbox: Outbox) -> None:
    assert meta(whatsapp, META_TEMPLATE).status_code == 200
    message = outbox.wait_for_whatsapp(to="6281234567890")
    assert (message.template, message.text) == ("status_lamaran", "Siti\nA")


@pytest.mark.parametrize(
    ("body", "token", "status", "code"),
    [(META_TEXT, "salah", 401, 190), ({**META_TEXT, "type": "telegram"}, "lokal", 400, 100), ({}, "lokal", 400, 100)],
)
def test_what_meta_would_not_take_is_refused(
    whatsapp: WhatsAppSink, outbox: Outbox, body: dict[str, Any], token: str, status: int, code: int
) -> None:
    answer = meta(whatsapp, body, token)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert not outbox.whatsapps


def test_meta_fails_as_often_as_it_was_asked_to(whatsapp: WhatsAppSink, outbox: Outbox) -> None:
    whatsapp.fail_next(NO_WHATSAPP)
    whatsapp.fail_next(TOO_FAST)
    first, second, third = (meta(whatsapp, META_TEXT) for _ in range(3))
    assert (first.status_code, first.json()["error"]["code"]) == (400, 131026)
    assert first.json()["error"]["error_data"]["details"] == "Message undeliverable"
    assert (second.status_code, second.json()["error"]["code"]) == (429, 130429)
    assert third.status_code == 200
    assert len(outbox.whatsapps) == 1


def test_messages_by_fonnte_arrive_and_fail_with_status_200(whatsapp: WhatsAppSink, outbox: Outbox) -> None:
    answer = fonnte(whatsapp, target="081234567890,6289", message="Halo")
    assert answer.json()["status"] is True
    assert answer.json()["target"] == ["6281234567890", "6289"]
    assert [message.to for message in outbox.whatsapps] == ["6281234567890", "6289"]
    wrong = fonnte(whatsapp, "salah", target="62812", message="x")
    assert (wrong.status_code, wrong.json()) == (200, {"status": False, "reason": "token invalid"})
    whatsapp.fail_next(NO_WHATSAPP)
    assert fonnte(whatsapp, target="62812", message="x").json()["reason"] == "target invalid"
    whatsapp.fail_next(OUT_OF_ORDER)
    assert fonnte(whatsapp, target="62812", message="x").status_code == 503
    assert len(outbox.whatsapps) == 2


def test_a_whatsapp_service_that_is_down_comes_back_at_the_same_address(whatsapp: WhatsAppSink, outbox: Outbox) -> None:
    whatsapp.go_down()
    with pytest.raises(requests.ConnectionError):
        meta(whatsapp, META_TEXT)
    with pytest.raises(TimeoutError, match="no WhatsApp"):
        outbox.wait_for_whatsapp(timeout=0.05)
    whatsapp.come_up()
    assert meta(whatsapp, META_TEXT).status_code == 200


def test_many_mails_are_taken_in_a_few_seconds(mail_sink: MailSink, outbox: Outbox) -> None:
    begun = time.monotonic()
    with smtplib.SMTP("127.0.0.1", mail_sink.port, timeout=10) as smtp:
        for number in range(300):
            smtp.send_message(letter(f"Nomor {number}"))
    assert len(outbox.mails) == 300
    assert time.monotonic() - begun < 30
