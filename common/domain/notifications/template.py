"""What one kind of message says, in two languages, and how it is filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from string import Formatter

from common.platform.auth import Role
from common.platform.calendar_text import date_text, moment_text
from common.platform.settings import settings
from common.platform.text import Text

# From the first to the last day; of one day only that one.
_SPAN, _ENDS = "span", ("first_on", "last_on")
_NOTHING = Text("", en="")
_HALLO = Text("Halo {name},", en="Dear {name},")
_TO_LECTURER = Text("Yth. Bapak/Ibu {name},", en="Dear {name},")
_MORE = Text("Selengkapnya: {link}", en="See more: {link}")
_GOODBYE = Text("Salam,\nPengelola Aslab {campus}", en="Kind regards,\nThe lab assistant office, {campus}")
# Meta takes no template that begins or ends with a placeholder.
_SHORT = Text(
    "Halo {{name}}, {short}\n\nSelengkapnya: {{link}}\n\nPengelola Aslab",
    en="Dear {{name}}, {short}\n\nSee more: {{link}}\n\nThe lab assistant office",
)


@dataclass(frozen=True)
class Template:
    """`body` goes without greeting, closing and link: every mail gets the same, the inbox needs none.

    `short` is one or two sentences for WhatsApp, empty where the kind goes by mail alone. `path` is the page of the
    portal that opens in `role`, or in whichever role the reader is in. Of a `secret` nothing stays in the ledger
    once it is sent, and nothing goes elsewhere than to the mailbox. `file_name` names the attachment. `inbox` stands
    in the inbox in place of a body that mentions the mail.
    """

    subject: Text
    body: Text
    path: str
    short: Text = _NOTHING
    role: Role | None = None
    secret: bool = False
    file_name: str = ""
    inbox: Text = _NOTHING


@dataclass(frozen=True)
class Words:
    """A filled message. `body` is the inbox's. `parameters` fill the template of a WhatsApp provider, in its order."""

    subject: str
    body: str
    mail: str
    short: str
    parameters: tuple[str, ...]
    path: str
    file_name: str


def fill(template: Template, data: Mapping[str, object], language: str) -> Words:
    """`data` as it was queued. Raises LookupError for what is missing."""
    known = _known(data, language)
    path = template.path.format_map(known)
    known.setdefault("link", settings().portal_url + path)
    known["campus"] = settings().campus_name
    return Words(
        subject=subject(template, data, language),
        body=_filled(template.inbox or template.body, known, language),
        mail=_filled(_letter(template), known, language),
        short=_filled(_short(template), known, language),
        parameters=tuple(known[name] for name in parameters(template)),
        path=path,
        file_name=template.file_name.format_map(known).replace("/", "-"),
    )


def _filled(text: Text, known: Mapping[str, str], language: str) -> str:
    """A value that ends with a full stop, as "M.T." does, is not followed by another one."""

    def stop(hole: re.Match[str]) -> str:
        return hole[0][:-1] if known[hole[1]].endswith(".") else hole[0]

    return re.sub(r"\{(\w+)\}\.", stop, text.to(language)).format_map(known)


def subject(template: Template, data: Mapping[str, object], language: str) -> str:
    return template.subject.to(language).format_map(_known(data, language))


def parameters(template: Template) -> tuple[str, ...]:
    """The placeholders of the WhatsApp template, in the order of its numbers."""
    return placeholders(_short(template))


def template_text(template: Template, language: str) -> str:
    """What is registered with Meta as the template's body: `{{1}}` where a parameter goes."""
    numbers = {name: f"{{{{{n}}}}}" for n, name in enumerate(parameters(template), 1)}
    return _short(template).to(language).format_map(numbers)


def needed(template: Template) -> frozenset[str]:
    """What `data` must hold."""
    return _needed(template)


@cache
def _needed(template: Template) -> frozenset[str]:
    texts = (template.subject, _letter(template), template.inbox, _short(template))
    named = {name for text in texts for language in ("id", "en") for name in placeholders(text.to(language))}
    given = {"campus"} if template.secret else {"campus", "link"}
    if _SPAN in named:
        named = (named - {_SPAN}) | set(_ENDS)
    return frozenset(named | set(placeholders(template.path + template.file_name))) - given


@cache
def placeholders(text: str) -> tuple[str, ...]:
    """Each once, in the order of first use."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name))


def _letter(template: Template) -> Text:
    """Greeting, body, link, closing. A body that gives the link itself is not given it twice."""
    greeting = _TO_LECTURER if template.role == Role.LECTURER else _HALLO
    more = () if "{link}" in template.body else (_MORE,)
    return _joined(greeting, template.body, *more, _GOODBYE)


def _short(template: Template) -> Text:
    if not template.short:
        return _NOTHING
    return Text(str.format(_SHORT, short=str(template.short)), en=_SHORT.en.format(short=template.short.en))


def _joined(*parts: Text) -> Text:
    return Text("\n\n".join(parts), en="\n\n".join(part.en for part in parts))


def _known(data: Mapping[str, object], language: str) -> dict[str, str]:
    known = {name: _readable(name, value, language) for name, value in data.items()}
    if data.keys() >= set(_ENDS):
        known[_SPAN] = " – ".join(dict.fromkeys(known[name] for name in _ENDS))
    return known


def _readable(name: str, value: object, language: str) -> str:
    """Named as columns are: `at` and `…_at` are moments, `day` and `…_on` days; a list is a list."""
    if isinstance(value, (list, tuple)):
        return "\n".join(f"- {item}" for item in value)
    text = "" if value is None else str(value)
    if re.search(r"(^|_)at$", name):
        return moment_text(datetime.fromisoformat(text), language)
    if re.search(r"^day$|_on$", name):
        return date_text(date.fromisoformat(text), language)
    return text
