"""The HTML twin of a plain text: readable by people and screen readers, loading nothing from anywhere."""

from __future__ import annotations

import re
from html import escape

LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
_STYLE = "margin:0;padding:24px;background:#fff;color:#1b1b1b;font:16px/1.5 Arial,Helvetica,sans-serif"
_PAGE = (
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>\n'
    '<body style="'
    + _STYLE
    + '"><div role="main" style="max-width:600px;margin:0 auto">\n{blocks}\n</div></body></html>\n'
)


def html_twin(title: str, body: str, language: str) -> str:
    """Paragraphs where `body` has empty lines, lists where lines start with "- ", links that can be followed."""
    blocks = re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip())
    return _PAGE.format(
        language=escape(language), title=escape(title), blocks="\n".join(_block(block.strip("\n")) for block in blocks)
    )


def _block(text: str) -> str:
    lines = text.split("\n")
    if all(line.startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{_linked(line[2:])}</li>' for line in lines)}</ul>"
    return f"<p>{'<br>'.join(_linked(line) for line in lines)}</p>"


def _linked(text: str) -> str:
    """Escaped text; the words of a link are its address, so that nobody is led elsewhere than they read."""
    parts, end = [], 0
    for match in LINK.finditer(text):
        address = escape(match[0])
        parts += [escape(text[end : match.start()]), f'<a href="{address}">{address}</a>']
        end = match.end()
    return "".join([*parts, escape(text[end:])])
