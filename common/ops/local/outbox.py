"""Everything that would have left the machine: mails and WhatsApp messages, in memory and in files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default as modern
from pathlib import Path
from threading import Condition
from typing import Any, TypeVar

from common.ops.local.places import Places, read_whole, write_whole
from common.platform import clock

# Written by us at the head of the .eml files: the envelope, and when it came, as JSON in ASCII.
_ENVELOPE = "X-Outbox-Envelope"
# As many as the page shows; the rest lies in the folder.
_READ_AGAIN = 200
_Message = TypeVar("_Message")


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A mail as it was handed over: `sender` and `recipients` are the envelope's, the rest the message's own.

    What is in it is read from the file each time: thousands of certificates need not lie in memory.
    """

    id: str
    at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    attachment_names: tuple[str, ...]
    file: Path = field(repr=False)

    @property
    def headers(self) -> dict[str, str]:
        return {name: str(value) for name, value in self._message().items()}

    @property
    def text(self) -> str:
        return _body(self._message(), "plain")

    @property
    def html(self) -> str:
        return _body(self._message(), "html")

    @property
    def calendar(self) -> str:
        """The event that it carries, as iCalendar."""
        parts = (part for part in self._message().walk() if part.get_content_type() == "text/calendar")
        return next((str(part.get_content()) for part in parts), "")

    @property
    def attachments(self) -> list[Attachment]:
        return [_attachment(part) for part in self._message().iter_attachments()]

    def _message(self) -> EmailMessage:
        message = message_from_bytes(self.file.read_bytes(), policy=modern)
        assert isinstance(message, EmailMessage)
        return message


@dataclass(frozen=True)
class WhatsApp:
    """A WhatsApp message: `to` in digits, `text` as it would be read, `template` its name (empty: free text)."""

    id: str
    at: datetime
    provider: str
    to: str
    text: str
    template: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


class Outbox:
    """Mails and WhatsApp messages in the order of their arrival, after the newest that earlier runs left."""

    def __init__(self, places: Places) -> None:
        self._folder = places.folder("outbox")
        self._arrived = Condition()
        self._mails: list[Mail] = list(filter(None, map(_read_mail, self._left("*.eml"))))
        self._whatsapps: list[WhatsApp] = list(filter(None, map(_read_whatsapp, self._left("*.json"))))
        stems = [int(file.stem) for file in self._folder.iterdir() if file.stem.isdigit()]
        self._last = max(stems, default=0)

    @property
    def mails(self) -> tuple[Mail, ...]:
        with self._arrived:
            return tuple(self._mails)

    @property
    def whatsapps(self) -> tuple[WhatsApp, ...]:
        with self._arrived:
            return tuple(self._whatsapps)

    def add_mail(self, sender: str, recipients: list[str], content: bytes) -> Mail:
        # The first of two headers of one name is the one that is read: ours, whatever the mail itself claims.
        envelope = json.dumps({"sender": sender, "recipients": recipients, "at": clock.now().isoformat()})
        with self._arrived:
            file = self._folder / f"{self._next()}.eml"
            write_whole(file, f"{_ENVELOPE}: {envelope}\r\n".encode() + content)
            mail = _read_mail(file)
            assert mail is not None
            self._mails.append(mail)
            self._arrived.notify_all()
            return mail

    def add_whatsapp(self, provider: str, to: str, text: str, template: str, payload: Mapping[str, Any]) -> WhatsApp:
        with self._arrived:
            message = WhatsApp(self._next(), clock.now(), provider, to, text, template, payload)
            file = self._folder / f"{message.id}.json"
            write_whole(file, json.dumps(asdict(message), default=datetime.isoformat, ensure_ascii=False).encode())
            self._whatsapps.append(message)
            self._arrived.notify_all()
            return message

    def wait_for_mail(self, *, to: str = "", subject_contains: str = "", timeout: float = 10.0) -> Mail:
        """The newest mail to that address with that in its subject; waits for one up to `timeout` seconds.

        Raises TimeoutError, which names the mails that are there.
        """

        def fits(mail: Mail) -> bool:
            return (not to or to.lower() in _lower(mail.recipients)) and subject_contains in mail.subject

        found = self._wait(lambda: [mail for mail in self._mails if fits(mail)], timeout)
        if found:
            return found[-1]
        there = [f"{', '.join(mail.recipients)}: {mail.subject}" for mail in self.mails]
        raise TimeoutError(f"no mail to {to or 'anybody'} about {subject_contains!r} in {timeout:g} s, but {there}")

    def wait_for_whatsapp(self, *, to: str = "", text_contains: str = "", timeout: float = 10.0) -> WhatsApp:
        """The newest WhatsApp message to that number (its digits count) with that in its text; else TimeoutError."""
        digits = _digits(to)

        def fits(message: WhatsApp) -> bool:
            return digits in ("", message.to) and text_contains in message.text

        found = self._wait(lambda: [message for message in self._whatsapps if fits(message)], timeout)
        if found:
            return found[-1]
        there = [f"{message.to}: {message.text}" for message in self.whatsapps]
        raise TimeoutError(f"no WhatsApp to {to or 'anybody'} with {text_contains!r} in {timeout:g} s, but {there}")

    def clear(self) -> None:
        with self._arrived:
            self._mails.clear()
            self._whatsapps.clear()
            for file in (*self._folder.glob("*.eml"), *self._folder.glob("*.json")):
                file.unlink()

    def _left(self, pattern: str) -> list[Path]:
        return sorted(self._folder.glob(pattern))[-_READ_AGAIN:]

    def _next(self) -> str:
        self._last += 1
        return f"{self._last:06d}"

    def _wait(self, find: Callable[[], list[_Message]], timeout: float) -> list[_Message]:
        with self._arrived:
            self._arrived.wait_for(lambda: bool(find()), timeout)
            return find()


def _read_mail(file: Path) -> Mail | None:
    """None for a file of which only a part is there."""
    content = file.read_bytes()
    # For the parts Python's older reader, ten times as fast as the one that knows all of them.
    head, parts = BytesHeaderParser(policy=modern).parsebytes(content), message_from_bytes(content).walk()
    try:
        envelope = json.loads(head[_ENVELOPE] or "")
    except ValueError:
        return None
    return Mail(
        id=file.stem,
        at=datetime.fromisoformat(envelope["at"]),
        sender=envelope["sender"],
        recipients=tuple(envelope["recipients"]),
        subject=str(head["Subject"] or ""),
        attachment_names=tuple(_name(part) for part in parts if part.get_content_disposition() == "attachment"),
        file=file,
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _attachment(part: Any) -> Attachment:
    content = part.get_payload(decode=True) or b""
    return Attachment(_name(part), part.get_content_type(), content)


def _name(part: Any) -> str:
    return str(part.get_filename() or "lampiran")


def _read_whatsapp(file: Path) -> WhatsApp | None:
    """None for a file of which only a part is there."""
    found = read_whole(file)
    return WhatsApp(**{**found, "at": datetime.fromisoformat(found["at"])}) if found else None


def _lower(words: tuple[str, ...]) -> list[str]:
    return [word.lower() for word in words]


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
