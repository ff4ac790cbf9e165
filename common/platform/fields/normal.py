"""The one form in which what people type is kept and compared.

What is pasted brings letters that nobody sees, blanks of other widths, the line ends of slides and typeset hyphens.
"""

from __future__ import annotations

import re
from unicodedata import normalize

LINE_ENDS = "\u000b\u000c\u0085\u2028\u2029"
# The last five look empty, whatever Unicode calls them.
BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u2800\u115f\u1160\u3164\uffa0"
)
# Soft hyphen, joiners of no width, marks of direction, invisible operators, byte order mark, interlinear marks.
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
)
# Some scripts and joined emoji need these two; beside a Latin letter they are a leftover.
JOINERS = "\u200c\u200d"
HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
APOSTROPHES = "\u2018\u2019\u201b\u02b9\u02bb\u02bc\u2032\u00b4\u0060\uff07"
# What a search takes for the same letter, and that letter, place by place.
ALIKE = (APOSTROPHES + HYPHENS + BLANKS, "'" * len(APOSTROPHES) + "-" * len(HYPHENS) + " " * len(BLANKS))
_ASCII_BLANKS = " \t\n\r\x1c\x1d\x1e\x1f"

_SEEN = dict.fromkeys(map(ord, BLANKS), " ") | dict.fromkeys(map(ord, INVISIBLE))
_IN_LINES = _SEEN | dict.fromkeys(map(ord, LINE_ENDS), "\n")
_IN_A_LINE = _SEEN | dict.fromkeys(map(ord, LINE_ENDS + "\t"), " ")
_HYPHENS = dict.fromkeys(map(ord, HYPHENS), "-")
_IN_A_NUMBER = _HYPHENS | dict.fromkeys(map(ord, _ASCII_BLANKS + LINE_ENDS + BLANKS + INVISIBLE + JOINERS))
_LEFTOVER = f"(?<![\u0590-\U0010ffff])[{JOINERS}]|[{JOINERS}](?![\u0590-\U0010ffff])"


def line(text: str) -> str:
    """Text of one line: NFC, nothing invisible, single plain blanks, none at its ends."""
    return _single_blanks(_composed(text.translate(_IN_A_LINE)))


def lines(text: str) -> str:
    """As `line`, with line ends and tabs in their place."""
    return _single_blanks(_composed(text.translate(_IN_LINES)))


def number(text: str) -> str:
    """A NIM, NIP or staff number: no blanks, plain hyphens and letters, capitals."""
    return normalize("NFC", normalize("NFKC", text).translate(_IN_A_NUMBER).upper())


def secret(text: str) -> str:
    """A password: an accented letter is one letter, on whichever device it was typed; all else stays."""
    return normalize("NFC", text)


def for_search(text: str) -> str:
    """What a search compares: every apostrophe, hyphen and blank as the typewriter has it. Capitals are left to SQL."""
    return normalize("NFC", text).translate(str.maketrans(*ALIKE))


def _composed(text: str) -> str:
    # Compiling the pattern costs some milliseconds, which plain text does not pay.
    return text if text.isascii() else normalize("NFC", re.sub(_LEFTOVER, "", text))


def _single_blanks(text: str) -> str:
    return " ".join(word for word in text.split(" ") if word).strip()
