"""A mail as an Internet message: RFC 5322 headers, plain text and its HTML twin."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from common.platform import clock
from common.platform.addresses import split_address
from common.platform.mail.appointments import icalendar_text, method_of
from common.platform.mail.html_twin import html_twin
from common.platform.mail.message import Appointment, Attachment, Mail
from common.platform.outside import Permanent
from common.platform.text import Text

_BAD_ADDRESS = Text("alamat email tidak valid", en="the e-mail address is not valid")
_CONTENT_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def compose(mail: Mail, sender: str) -> EmailMessage:
    """Raises `Permanent` for an address to which nothing can be sent."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = _address(mail.to)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = _checked(mail.message_id)
    # RFC 3834: no out-of-office answer to a message that no person wrote.
    message["Auto-Submitted"] = "auto-generated"
    # Quoted-printable passes servers that know neither 8 bits nor long lines.
    message.set_content(mail.body, cte="quoted-printable")
    message.add_alternative(
        html_twin(one_line(mail.subject), mail.body, mail.language), subtype="html", cte="quoted-printable"
    )
    if mail.appointment:
        _invite(message, mail.appointment, sender, mail.to)
    for attachment in mail.attachments:
        _attach(message, attachment)
    return message


def one_line(text: str) -> str:
    """`text` fit for a header: a line break would start another header, and `=?` an encoded word that hides one."""
    return " ".join(_CONTROLS.sub(" ", text).split()).replace("=?", "= ?")


def _address(text: str) -> Address:
    try:
        local, domain = split_address(text)
    except ValueError:
        raise Permanent(_BAD_ADDRESS) from None
    return Address(username=local, domain=domain)


def _checked(message_id: str) -> str:
    if not re.fullmatch(r"<[\w.+-]+@[\w.-]+>", message_id, re.ASCII):
        raise ValueError(f"not a Message-ID: {message_id!r}")
    return message_id


def _invite(message: EmailMessage, appointment: Appointment, sender: str, to: str) -> None:
    text, method = icalendar_text(appointment, sender, to), {"method": method_of(appointment)}
    message.add_alternative(text, subtype="calendar", cte="quoted-printable", params=method)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    known = _CONTENT_TYPE.fullmatch(attachment.content_type)
    main, _, sub = (attachment.content_type if known else "application/octet-stream").partition("/")
    message.add_attachment(attachment.data, maintype=main, subtype=sub, filename=one_line(attachment.file_name))
