"""What a message looks like, and what nobody can smuggle into it."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser

import pytest
import time_machine

from common.platform.mail import Attachment, Mail, message_id
from common.platform.mail.compose import compose
from common.platform.mail.html_twin import html_twin
from common.platform.outside import Permanent
from common.platform.settings import settings

SENDER = "SI-Aslab <noreply@ubb.ac.id>"


def received(mail: Mail) -> EmailMessage:
    message = message_from_bytes(bytes(compose(mail, SENDER)), policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@time_machine.travel("2026-11-23T08:00:00Z", tick=False)
def test_the_headers_say_who_when_and_that_a_machine_wrote_it(mail: Mail) -> None:
    message = received(replace(mail, subject="Lowongan “Basis Data” – diterima"))
    assert message["From"] == SENDER
    assert message["To"] == "budi@ubb.ac.id"
    assert message["Subject"] == "Lowongan “Basis Data” – diterima"
    assert message["Date"] == "Mon, 23 Nov 2026 08:00:00 +0000"
    assert message["Message-ID"] == "<1@ubb.ac.id>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_body_comes_as_text_and_as_its_html_twin(mail: Mail) -> None:
    message = received(replace(mail, body="Halo Çağla,\n\nBuka https://aslab.ubb.ac.id/x?a=1&b=2.\n"))
    assert text_of(message, "plain") == "Halo Çağla,\n\nBuka https://aslab.ubb.ac.id/x?a=1&b=2.\n".replace("\n", "\r\n")
    page = text_of(message, "html")
    address = "https://aslab.ubb.ac.id/x?a=1&amp;b=2"
    assert f'<a href="{address}">{address}</a>.</p>' in page
    assert "<p>Halo Çağla,</p>" in page


def test_every_byte_of_a_message_is_ascii_and_no_line_is_too_long(mail: Mail) -> None:
    raw = bytes(compose(replace(mail, subject="é" * 300, body="日本語 " * 3000), SENDER))
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_attachments_arrive_whole_with_their_names(mail: Mail) -> None:
    data = bytes(range(256)) * 50
    message = received(replace(mail, attachments=(Attachment("Sertifikat Budi – é.pdf", "application/pdf", data),)))
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "Sertifikat Budi – é.pdf"
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_content() == data


EVIL = [
    "x\r\nBcc: korban@ubb.ac.id",
    "x\nBcc: korban@ubb.ac.id",
    "x\rBcc: korban@ubb.ac.id",
    "x\x0bBcc: k@u.id\x0c\x85\u2028y",
    "=?utf-8?q?x=0D=0ABcc:_korban@ubb.ac.id?=",
    "=?utf-8?b?eA0KQmNjOiBrb3JiYW5AdWJiLmFjLmlk?=",
    "é " * 40 + "=?utf-8?q?x=0ABcc:_korban?=" + " é" * 40,
]


@pytest.mark.parametrize("text", EVIL)
def test_no_subject_and_no_file_name_makes_another_header(mail: Mail, text: str) -> None:
    plain = compose(replace(mail, attachments=(Attachment("x.pdf", "application/pdf", b"x"),)), SENDER)
    evil = replace(mail, subject=text, attachments=(Attachment(f"{text}.pdf", f"text/{text}", b"x"),))
    message = received(evil)
    assert message.keys() == plain.keys()
    (attachment,), (usual,) = message.iter_attachments(), plain.iter_attachments()
    assert attachment.keys() == usual.keys()
    assert b"\nBcc" not in bytes(compose(evil, SENDER))
    assert b"\rBcc" not in bytes(compose(evil, SENDER))


@pytest.mark.parametrize(
    "address",
    [
        *("", "budi", "budi@", "@ubb.ac.id", "a@b@c.id", "a b@c.id", "a@b.id, c@d.id", "a@b.id\r\nBcc: c@d.id"),
        *("a@b..id", "é@ubb.ac.id", "<a@b.id>", "a@b.id\n", 'a"@b.id', "a@-b.id", f"a@{'x' * 64}.id"),
    ],
)
def test_an_address_to_which_nothing_can_be_sent_is_given_up(mail: Mail, address: str) -> None:
    with pytest.raises(Permanent, match="alamat email tidak valid"):
        compose(replace(mail, to=address), SENDER)


def test_a_domain_in_other_letters_is_written_in_ascii(mail: Mail) -> None:
    assert received(replace(mail, to="budi@bücher.example"))["To"] == "budi@xn--bcher-kva.example"


def test_the_message_id_is_made_of_the_outbox_row_and_our_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_FROM", SENDER)
    settings.cache_clear()
    try:
        assert message_id(7) == "<7@ubb.ac.id>"
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize("text", ["7", "<7>", "<7@x>\r\nBcc: a@b.id", "<7@x y>"])
def test_a_malformed_message_id_is_a_mistake_of_the_caller(mail: Mail, text: str) -> None:
    with pytest.raises(ValueError, match="not a Message-ID"):
        compose(replace(mail, message_id=text), SENDER)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_names_its_language_and_title_and_loads_nothing() -> None:
    tags = _Tags()
    tags.feed(html_twin("Judul", "Satu\ndua\n\n- a\n- b\n\nhttps://x.id", "en"))
    names = [tag for tag, _ in tags.seen]
    assert dict(tags.seen)["html"] == {"lang": "en"}
    assert names.count("p") == 2
    assert names.count("li") == 2
    assert not {"img", "script", "link", "iframe", "style"} & set(names)
    assert not [1 for _, attributes in tags.seen if "src" in attributes]


def test_text_of_people_stays_text_in_the_page() -> None:
    page = html_twin("<b>", '<script>alert(1)</script> & "x" {0} https://x.id/"onclick=alert(1)', "id")
    tags = _Tags()
    tags.feed(page)
    assert "script" not in [tag for tag, _ in tags.seen]
    assert [attributes for tag, attributes in tags.seen if tag == "a"] == [{"href": "https://x.id/"}]
    assert "<title>&lt;b&gt;</title>" in page
