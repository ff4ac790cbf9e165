"""The product's own clients, led here by the settings that the parts name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests

from common.ops.local.buckets import Buckets
from common.ops.local.outbox import Outbox
from common.ops.local.places import Places
from common.ops.local.sinks import MailSink, WhatsAppSink
from common.ops.local.whatsapp import BAD_TOKEN, NO_WHATSAPP, OUT_OF_ORDER, Fault
from common.platform.mail import Attachment, Mail, mailer
from common.platform.outside import Alarm, Outage, OutsideFault, Permanent, Retry
from common.platform.settings import settings
from common.platform.storage import signing, storage
from common.platform.whatsapp.whatsapp import whatsapp

MINUTES = timedelta(minutes=5)
MAIL = Mail("siti@example.org", "Pengumuman – ü", "Halo", "<1@example.org>", (Attachment("a.pdf", "text/plain", b"x"),))


@pytest.fixture
def lead(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Sets the environment; the settings are read anew now and when it is over."""
    yield monkeypatch
    monkeypatch.undo()
    forget()


def forget() -> None:
    for cached in (settings, storage, signing.key_file_signer):
        cached.cache_clear()


def set_all(lead: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name, value in environment.items():
        lead.setenv(name, value)
    forget()


@pytest.fixture
def whatsapp_sink(lead: pytest.MonkeyPatch, outbox: Outbox) -> Iterator[WhatsAppSink]:
    with WhatsAppSink(outbox) as sink:
        yield sink


def test_uploads_and_links_of_the_product_pass_the_front(lead: pytest.MonkeyPatch, fresh_places: Places) -> None:
    with Buckets(fresh_places, ["incoming"]) as buckets:
        set_all(lead, buckets.environment())
        policy = storage().upload_policy(
            "incoming", "incoming/1", content_type="image/png", max_bytes=10, expires_in=MINUTES
        )
        assert policy.url.startswith(buckets.public_url)
        for content, status in ((b"x" * 11, 400), (b"photo", 204)):
            sent = requests.post(policy.url, data=policy.fields, files={"file": content}, timeout=10)
            assert sent.status_code == status, sent.text
        assert storage().read("incoming", "incoming/1") == b"photo"
        link = storage().read_link("incoming", "incoming/1", expires_in=MINUTES, file_name="Kartu ü.png")
        shown = requests.get(link, timeout=10)
        assert (shown.status_code, shown.content) == (200, b"photo")
        assert "Kartu%20%C3%BC.png" in shown.headers["Content-Disposition"]


def test_mails_of_the_product_arrive(lead: pytest.MonkeyPatch, outbox: Outbox) -> None:
    with MailSink(outbox) as sink:
        set_all(lead, sink.environment())
        with mailer() as carrier:
            carrier.send(MAIL)
        mail = outbox.wait_for_mail(to=MAIL.to)
        assert (mail.subject, mail.text.strip(), mail.attachment_names) == (MAIL.subject, MAIL.body, ("a.pdf",))
        for code, expected in ((451, Retry), (554, Permanent)):
            sink.refuse_next(1, code)
            with mailer() as carrier, pytest.raises(expected):
                carrier.send(MAIL)
        sink.go_down()
        with mailer() as carrier, pytest.raises(Outage):
            carrier.send(MAIL)


@pytest.mark.parametrize("provider", ["meta", "fonnte"])
def test_whatsapp_messages_of_the_product_arrive(
    lead: pytest.MonkeyPatch, whatsapp_sink: WhatsAppSink, outbox: Outbox, provider: str
) -> None:
    set_all(lead, whatsapp_sink.environment(provider))
    client = whatsapp()
    assert client is not None
    assert client.send("+6281234567890", "Halo Siti", "salam", ("Siti",), "id")
    message = outbox.wait_for_whatsapp(to="+6281234567890", text_contains="Siti")
    assert message.provider == provider


@pytest.mark.parametrize("provider", ["meta", "fonnte"])
@pytest.mark.parametrize(("fault", "kind"), [(NO_WHATSAPP, Permanent), (OUT_OF_ORDER, Retry), (BAD_TOKEN, Alarm)])
def test_the_product_sorts_the_faults_of_whatsapp(
    lead: pytest.MonkeyPatch,
    whatsapp_sink: WhatsAppSink,
    outbox: Outbox,
    provider: str,
    fault: Fault,
    kind: type[OutsideFault],
) -> None:
    set_all(lead, whatsapp_sink.environment(provider))
    whatsapp_sink.fail_next(fault)
    client = whatsapp()
    assert client is not None
    with pytest.raises(kind):
        client.send("+6281234567890", "Halo", "salam", (), "id")
    assert not outbox.whatsapps
