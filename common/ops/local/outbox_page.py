"""The page "Pesan keluar": what the system would have sent, for those who try it out on one machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from common.ops.local.outbox import Mail, Outbox, WhatsApp
from common.platform import clock
from common.platform.mail.html_twin import LINK

if TYPE_CHECKING:
    from werkzeug.wrappers import Request, Response

_LONGEST_LIST = 200
_STYLE = """
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #ccc;
vertical-align:top;overflow-wrap:anywhere}caption{text-align:left;font-weight:600;font-size:1.2rem;margin-top:1.5rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f4f4;padding:1rem;font:inherit}a{color:#0b57d0}
dt{color:#555}dd{margin:0 0 .5rem;overflow-wrap:anywhere}h1{overflow-wrap:anywhere;line-height:1.2}
@media(max-width:40rem){body{margin:1rem auto}thead{display:none}table,caption,tbody,tr,td{display:block}
tr{padding:.6rem 0;border-bottom:1px solid #ccc}td{padding:.1rem 0;border:0}td:empty{display:none}
td::before{content:attr(data-head);display:block;font-size:.8rem;color:#555}}
"""
# Mails are shown as they are, so nothing in them may run or fetch.
_NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"

_MAIL_HEADS = ("Waktu", "Kepada", "Perihal", "Lampiran")
_WHATSAPP_HEADS = ("Waktu", "Kepada", "Isi")

_Answer = Callable[..., "Response"]


def outbox_page(outbox: Outbox) -> WSGIApplication:
    """The page as a WSGI application, wherever it is mounted."""
    return _Page(outbox)


class _Page:
    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._routes: dict[str, _Answer] = {
            r"/?": self._list,
            r"/mail/(\d+)": self._mail,
            r"/mail/(\d+)/html": self._html,
            r"/mail/(\d+)/eml": self._eml,
            r"/mail/(\d+)/lampiran/(\d+)": self._attachment,
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        from werkzeug.exceptions import HTTPException
        from werkzeug.wrappers import Request

        try:
            return self._respond(Request(environ))(environ, start_response)
        except HTTPException as refusal:
            return refusal(environ, start_response)

    def _respond(self, request: Request) -> Response:
        for pattern, answer in self._routes.items():
            if request.method in ("GET", "HEAD") and (match := re.fullmatch(pattern, request.path)):
                return answer(request.root_path.rstrip("/"), *match.groups())
        raise _not_found()

    def _list(self, here: str) -> Response:
        mails = islice(reversed(self._outbox.mails), _LONGEST_LIST)
        messages = islice(reversed(self._outbox.whatsapps), _LONGEST_LIST)
        note = "<p>Pesan di bawah ini tidak benar-benar dikirim: semuanya berhenti di komputer ini.</p>"
        mail_rows = [_mail_row(here, mail) for mail in mails]
        whatsapp_rows = [_whatsapp_row(message) for message in messages]
        tables = (
            _table("Email", _MAIL_HEADS, mail_rows),
            _table("WhatsApp", _WHATSAPP_HEADS, whatsapp_rows),
        )
        return _html_page("Pesan keluar", note + "".join(tables))

    def _mail(self, here: str, identity: str) -> Response:
        mail = self._find(identity)
        address = f"{here}/mail/{mail.id}"
        html = f'<a href="{address}/html">Tampilan HTML</a> · ' if mail.html else ""
        facts = {"Waktu": _moment(mail), "Dari": mail.sender, "Kepada": ", ".join(mail.recipients)}
        parts = [
            "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items()) + "</dl>",
            f"<pre>{_linked(mail.text)}</pre>",
            _attachment_list(address, mail),
            f'<p>{html}<a href="{address}/eml">Unduh .eml</a> · <a href="{here}/">Semua pesan</a></p>',
        ]
        return _html_page(mail.subject or "(tanpa perihal)", "".join(parts))

    def _html(self, here: str, identity: str) -> Response:
        from werkzeug.wrappers import Response

        return Response(
            self._find(identity).html, mimetype="text/html", headers={"Content-Security-Policy": _NOTHING_RUNS}
        )

    def _eml(self, here: str, identity: str) -> Response:
        mail = self._find(identity)
        return _download(mail.file.read_bytes(), "message/rfc822", f"{mail.id}.eml")

    def _attachment(self, here: str, identity: str, number: str) -> Response:
        attachments = self._find(identity).attachments
        if int(number) >= len(attachments):
            raise _not_found()
        found = attachments[int(number)]
        return _download(found.content, found.content_type, found.name)

    def _find(self, identity: str) -> Mail:
        for mail in self._outbox.mails:
            if mail.id == identity:
                return mail
        raise _not_found()


def _not_found() -> Exception:
    from werkzeug.exceptions import NotFound

    return NotFound("Pesan tidak ditemukan.")


def _html_page(title: str, body: str) -> Response:
    from werkzeug.wrappers import Response

    text = (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    return Response(text, mimetype="text/html")


def _table(caption: str, heads: Sequence[str], rows: list[str]) -> str:
    if not rows:
        return f"<h2>{caption}</h2><p>Belum ada pesan.</p>"
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _mail_row(here: str, mail: Mail) -> str:
    subject = escape(mail.subject) or "(tanpa perihal)"
    link = f'<a href="{here}/mail/{mail.id}">{subject}</a>'
    names = ", ".join(escape(name) for name in mail.attachment_names)
    return _row(_MAIL_HEADS, _moment(mail), escape(", ".join(mail.recipients)), link, names)


def _whatsapp_row(message: WhatsApp) -> str:
    template = f"<em>{escape(message.template)}</em><br>" if message.template else ""
    text = template + _linked(message.text).replace("\n", "<br>")
    return _row(_WHATSAPP_HEADS, _moment(message), escape(f"+{message.to}"), text)


def _row(heads: Sequence[str], *cells: str) -> str:
    """A narrow window has no room for columns: each cell then stands below its own head."""
    named = zip(heads, cells, strict=True)
    return "<tr>" + "".join(f'<td data-head="{head}">{cell}</td>' for head, cell in named) + "</tr>"


def _moment(message: Mail | WhatsApp) -> str:
    return f"{clock.to_campus(message.at):%d-%m-%Y %H.%M.%S}"


def _linked(text: str) -> str:
    """`text` escaped, its web addresses as links."""
    pieces, last = [], 0
    for match in LINK.finditer(text):
        address = escape(match[0])
        pieces += [escape(text[last : match.start()]), f'<a href="{address}">{address}</a>']
        last = match.end()
    return "".join([*pieces, escape(text[last:])])


def _attachment_list(address: str, mail: Mail) -> str:
    names = enumerate(mail.attachment_names)
    items = [f'<li><a href="{address}/lampiran/{number}">{escape(name)}</a></li>' for number, name in names]
    return f"<h2>Lampiran</h2><ul>{''.join(items)}</ul>" if items else ""


def _download(content: bytes, content_type: str, name: str) -> Response:
    from werkzeug.wrappers import Response

    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, content_type=content_type, headers=headers)
