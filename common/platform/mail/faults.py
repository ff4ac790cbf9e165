"""What an answer of a mail server means for the message: try again, give up, or call the admin.

RFC 5321 section 4.2.1: 4xx is transient, 5xx permanent. RFC 3463 and RFC 4954: the enhanced codes.
"""

from __future__ import annotations

import re
import smtplib
import ssl

from common.platform.outside import (
    NO_ANSWER,
    OUT_OF_REACH,
    Alarm,
    Meaning,
    Meanings,
    Outage,
    OutsideFault,
    Permanent,
    Retry,
    means,
)
from common.platform.text import Text

_BUSY = Text("server email sedang tidak menerima pesan ({code})", en="the mail server takes no messages now ({code})")
_REFUSED = Text("alamat email ditolak ({code})", en="the e-mail address was refused ({code})")
_CONTENT = Text("pesan ditolak server email ({code})", en="the mail server refused the message ({code})")
_CREDENTIALS = Text("server email menolak akun pengirim ({code})", en="the mail server refused our account ({code})")
_NOT_OFFERED = Text(
    "server email tidak menyediakan STARTTLS atau login", en="the mail server offers no STARTTLS or no login"
)
_CERTIFICATE = Text("sertifikat server email tidak sah", en="the certificate of the mail server is not valid")

SERVICE_CLOSING = 421
# "Authentication required", "too weak", "credentials invalid", "encryption required" (RFC 4954).
_ACCOUNT_CODES = {530, 534, 535, 538}
# The same in enhanced codes, and what large providers add: the account's daily quota is used up (5.4.5), it may not
# send anonymously (5.7.57) or in this name (5.7.60); the domain of the sender is not proven (5.7.26).
_ACCOUNT_MARKS = {"5.4.5", "5.7.8", "5.7.9", "5.7.11", "5.7.14", "5.7.26", "5.7.57", "5.7.60"}
# Mail system and network, not this message or mailbox (RFC 3463 sections 3.4 and 3.5).
_SYSTEM_MARKS = {"4.3.", "4.4."}
# The message is too large: said of the sender, since its size is announced with MAIL FROM (RFC 1870).
TOO_LARGE = 552


def _answered(kind: type[OutsideFault], reason: Text) -> Meaning:
    """For an answer at one step of the conversation: what a 5xx means there."""
    return lambda fault: _of_answer(*_answer(fault), kind, reason)


def _answer(fault: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> tuple[int, bytes | str]:
    return _first(fault) if isinstance(fault, smtplib.SMTPRecipientsRefused) else (fault.smtp_code, fault.smtp_error)


FAULTS: Meanings = {
    smtplib.SMTPRecipientsRefused: _answered(Permanent, _REFUSED),
    smtplib.SMTPConnectError: _answered(Outage, _BUSY),
    smtplib.SMTPHeloError: _answered(Outage, _BUSY),
    smtplib.SMTPAuthenticationError: _answered(Alarm, _CREDENTIALS),
    smtplib.SMTPSenderRefused: _answered(Alarm, _CREDENTIALS),
    smtplib.SMTPDataError: _answered(Permanent, _CONTENT),
    smtplib.SMTPResponseException: _answered(Alarm, _NOT_OFFERED),  # what is left: STARTTLS
    smtplib.SMTPNotSupportedError: means(Alarm, _NOT_OFFERED),
    ssl.SSLCertVerificationError: means(Alarm, _CERTIFICATE),
    TimeoutError: means(Outage, NO_ANSWER),
    OSError: means(Outage, OUT_OF_REACH),
}


def closed_by_server(fault: OSError) -> bool:
    """Whether the server refused only because it wants to end this conversation."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return _first(fault)[0] == SERVICE_CLOSING
    return isinstance(fault, smtplib.SMTPResponseException) and fault.smtp_code == SERVICE_CLOSING


def _first(fault: smtplib.SMTPRecipientsRefused) -> tuple[int, bytes]:
    return next(iter(fault.recipients.values()))


def _of_answer(code: int, answer: bytes | str, kind: type[OutsideFault], reason: Text) -> OutsideFault:
    """The reason names codes and nothing else: an answer may quote the address."""
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    found = re.match(r"[245]\.\d{1,3}\.\d{1,3}", text)
    mark = found[0] if found else ""
    codes = f"{code} {mark}".strip()
    if code < 500:
        of_this_message = kind is Permanent and code != SERVICE_CLOSING and mark[:4] not in _SYSTEM_MARKS
        return (Retry if of_this_message else Outage)(_BUSY.format(code=codes))
    if code == TOO_LARGE and kind is Alarm:
        return Permanent(_CONTENT.format(code=codes))
    if code in _ACCOUNT_CODES or mark in _ACCOUNT_MARKS or "relay" in text.lower():
        return Alarm(_CREDENTIALS.format(code=codes))
    return kind(reason.format(code=codes))
