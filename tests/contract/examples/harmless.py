"""Takes out of a recorded message whatever was of its moment or looks like a person's.

The same word becomes the same one wherever it stands; days keep their distance from each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

MOST_ITEMS = 2
BEGIN = datetime(2026, 9, 1, 2, tzinfo=UTC)
NAMES = ("Siti Aminah", "Budi Santoso", "Dewi Lestari", "Agus Wijaya", "Rina Wulandari")
COURSES = ("Basis Data", "Jaringan Komputer", "Pemrograman Web")
# By its key: what nobody could use, and what has no shape of its own.
SECRET = {
    "access_token": "eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl",
    "token": "kode-dari-tautan",
    "errand": "kode-sementara",
    "password": "kuda-baterai-jepit",
    "current_password": "sandi-lama-yang-panjang",
    "policy": "eyJjb25kaXRpb25zIjpbXX0=",
    "x-goog-credential": "si-aslab@example.org/20260901/auto/storage/goog4_request",
    "x-goog-date": "20260901T020000Z",
    "x-goog-signature": "00",
    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "x": "x-koordinat",
    "y": "y-koordinat",
    "ip": "203.0.113.7",
    "after": "penanda-halaman",
    "next": "penanda-halaman",
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_Shape = tuple[re.Pattern[str], Callable[[int], str]]
SHAPES: tuple[_Shape, ...] = (
    (re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"), lambda n: f"00000000-0000-4000-8000-{n:012}"),
    (re.compile(r"https?://(?:localhost|127\.0\.0\.1):\d+"), lambda _: "https://aslab.example.org"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), lambda n: f"orang{n}@example.org"),
    (re.compile(r"(?:\+62|\b0)8\d{6,}"), lambda n: f"+62812000000{n:02}"),
    (re.compile(r"\b[123]0\d{6,}\b"), lambda n: f"22000180{n:02}"),
    (re.compile(r"Orang Ke-\d+"), lambda n: NAMES[(n - 1) % len(NAMES)]),
    (re.compile(r"Basis Data \d+"), lambda n: COURSES[(n - 1) % len(COURSES)]),
    (re.compile(r"Periode \d+"), lambda _: "2026/2027 Ganjil"),
)


class Harmless:
    """For the messages of one call."""

    def __init__(self, *messages: Any) -> None:
        self._known: dict[int, dict[str, str]] = defaultdict(dict)
        moments = [found for message in messages for found in _moments(message)]
        self._later = BEGIN - min(moments, default=BEGIN)

    def of(self, message: Any, key: str = "") -> Any:
        if isinstance(message, dict):
            return {self._word(name): self.of(value, name) for name, value in message.items()}
        if isinstance(message, list):
            return [self.of(value, key) for value in message[:MOST_ITEMS]]
        return self._word(message, key) if isinstance(message, str) else message

    def _word(self, word: str, key: str = "") -> str:
        if word and key in SECRET:
            return SECRET[key]
        if _MOMENT.fullmatch(word):
            return (datetime.fromisoformat(word) + self._later).replace(microsecond=0).isoformat()
        if _DAY.fullmatch(word):
            return (date.fromisoformat(word) + timedelta(days=round(self._later / timedelta(days=1)))).isoformat()
        for number, (shape, made) in enumerate(SHAPES):
            known = self._known[number]
            word = shape.sub(lambda found: known.setdefault(found[0], made(len(known) + 1)), word)  # noqa: B023
        return word.partition("?")[0] if word.startswith("https://") else word


def _moments(message: Any) -> list[datetime]:
    if isinstance(message, dict):
        return [found for value in message.values() for found in _moments(value)]
    if isinstance(message, list):
        return [found for value in message[:MOST_ITEMS] for found in _moments(value)]
    if not isinstance(message, str):
        return []
    if _DAY.fullmatch(message):
        return [datetime.combine(date.fromisoformat(message), BEGIN.timetz())]
    return [datetime.fromisoformat(message)] if _MOMENT.fullmatch(message) else []
