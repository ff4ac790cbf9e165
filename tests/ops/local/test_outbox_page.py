"""The page of outgoing messages shows everything and runs nothing."""

from __future__ import annotations

import re

import pytest
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client
from werkzeug.wrappers import Response

from common.ops.local.outbox import Outbox
from common.ops.local.outbox_page import outbox_page
from tests.ops.local.test_sinks import letter

PATH = "/_local/outbox"
ATTACK = "<script>alert(1)</script>"


@pytest.fixture
def browser(outbox: Outbox) -> Client:
    return Client(DispatcherMiddleware(Response(status=404), {PATH: outbox_page(outbox)}))


def add(outbox: Outbox, subject: str = "Reset kata sandi") -> str:
    message = letter(subject, "siti@example.org")
    return outbox.add_mail("noreply@example.org", ["siti@example.org"], message.as_bytes()).id


@pytest.mark.parametrize("path", [PATH, f"{PATH}/"])
def test_an_empty_page_says_so(browser: Client, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert '<html lang="id">' in answer.text
    assert answer.text.count("Belum ada pesan") == 2


def test_the_list_leads_to_each_mail_newest_first(browser: Client, outbox: Outbox) -> None:
    add(outbox, "Pertama")
    add(outbox, "Kedua")
    page = browser.get(PATH).text
    assert page.index("Kedua") < page.index("Pertama")
    address = re.findall(r'href="([^"]+)"', page)[0]
    assert address == f"{PATH}/mail/000002"
    mail = browser.get(address).text
    assert "<h1>Kedua</h1>" in mail
    assert '<a href="https://example.org/lamaran">https://example.org/lamaran</a>' in mail


def test_what_others_wrote_is_escaped(browser: Client, outbox: Outbox) -> None:
    identity = add(outbox, ATTACK)
    outbox.add_whatsapp("meta", "62812", f'{ATTACK} http://x.example/"onclick=1', ATTACK, {})
    for path in (PATH, f"{PATH}/mail/{identity}"):
        page = browser.get(path).text
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert '"onclick' not in page


def test_a_link_in_a_text_ends_before_the_full_stop(browser: Client, outbox: Outbox) -> None:
    outbox.add_whatsapp("meta", "62812", "Buka https://example.org/a?b=1&c=2.", "", {})
    assert '<a href="https://example.org/a?b=1&amp;c=2">' in browser.get(PATH).text


def test_an_attachment_comes_down_under_its_name(browser: Client, outbox: Outbox) -> None:
    identity = add(outbox)
    page = browser.get(f"{PATH}/mail/{identity}").text
    assert "sertifikat ü.pdf" in page
    answer = browser.get(f"{PATH}/mail/{identity}/lampiran/0")
    assert (answer.data, answer.mimetype) == (b"%PDF-1.7 x", "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''sertifikat%20%C3%BC.pdf"
    assert browser.get(f"{PATH}/mail/{identity}/lampiran/1").status_code == 404


def test_the_html_of_a_mail_is_shown_where_nothing_in_it_runs(browser: Client, outbox: Outbox) -> None:
    answer = browser.get(f"{PATH}/mail/{add(outbox)}/html")
    assert "<b>Siti</b>" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy


def test_the_mail_itself_comes_down(browser: Client, outbox: Outbox) -> None:
    answer = browser.get(f"{PATH}/mail/{add(outbox)}/eml")
    assert answer.mimetype == "message/rfc822"
    assert b"Message-ID: <1@example.org>" in answer.data


@pytest.mark.parametrize("path", ["/mail/000009", "/mail/../x", "/other", "/mail/1/html"])
def test_what_is_not_there_is_a_404(browser: Client, path: str) -> None:
    assert browser.get(PATH + path).status_code == 404


def test_the_page_takes_nothing(browser: Client) -> None:
    assert browser.post(PATH).status_code == 404
