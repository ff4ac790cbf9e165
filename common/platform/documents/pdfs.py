"""Whether a PDF that somebody sent may be kept and shown to others."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import BytesIO
from typing import Any

from common.platform.documents.kinds import PDF_MARK
from common.platform.documents.pdf_actions import acts
from common.platform.documents.pdf_locks import Lock
from common.platform.documents.pdf_objects import Objects
from common.platform.documents.pdf_tokens import Unreadable

_MOST_UNPACKED_BYTES = 8 * 1024 * 1024
_MOST_ENTRIES = 100_000
_MOST_READS = 3_000_000


class PdfReason(StrEnum):
    ENCRYPTED = "encrypted"
    ACTIVE_CONTENT = "active_content"
    TOO_MANY_PAGES = "too_many_pages"
    DAMAGED = "damaged"


class PdfRefused(Exception):
    def __init__(self, reason: PdfReason) -> None:
        self.reason = reason
        super().__init__(reason.value)


def from_mark(data: bytes) -> bytes:
    """A PDF without what stands before its mark; inspect and keep only this, or the file is two files in one."""
    return data[data.index(PDF_MARK) :]


def check_pdf(data: bytes, *, max_pages: int) -> int:
    """How many pages it has, of what begins like a PDF: 1 to `max_pages`. Raises PdfRefused.

    Encrypted is a PDF that asks for a password. One that opens without it, since its owner only forbids to print or to
    copy, is decrypted and inspected like any other. Active content is refused wherever it stands, also where nothing
    refers to it. What is more than any
    program makes of so few bytes counts as damaged, and so does a PDF without pages. The work is bounded: seconds
    for the worst 2 MB.
    """
    try:
        objects = Objects(data)
        if objects.encrypted:
            objects = Objects(data, _opened_lock(data, objects))
        active = acts(objects)
    except Unreadable as unreadable:
        raise PdfRefused(PdfReason.DAMAGED) from unreadable
    if active:
        raise PdfRefused(PdfReason.ACTIVE_CONTENT)
    return _within_limit(_count_pages(data), max_pages)


def _within_limit(pages: int, max_pages: int) -> int:
    if not pages:
        raise PdfRefused(PdfReason.DAMAGED)
    if pages > max_pages:
        raise PdfRefused(PdfReason.TOO_MANY_PAGES)
    return pages


def _opened_lock(data: bytes, objects: Objects) -> Lock:
    """By the empty password. Raises PdfRefused."""
    try:
        with _reader(data) as reader:
            encryption = reader._encryption
            if objects.one_lock and encryption is not None and encryption.is_decrypted():
                return Lock.of(encryption)
    except Unreadable:
        raise
    except Exception as unknown:  # a method that pypdf does not know, or one that is broken in any way
        raise PdfRefused(PdfReason.ENCRYPTED) from unknown
    raise PdfRefused(PdfReason.ENCRYPTED)


def _count_pages(data: bytes) -> int:
    """Pages that are really there: the number a PDF gives of itself is not asked for."""
    try:
        with _reader(data) as reader:
            return len(reader.pages)
    except Exception as damaged:
        # A parser fed with anything raises anything: its own errors, KeyError, RecursionError, OverflowError.
        raise PdfRefused(PdfReason.DAMAGED) from damaged


@contextmanager
def _reader(data: bytes) -> Iterator[Any]:
    from pypdf import PdfReader, apply_configuration

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a stranger's file would be quoted there
    limits: dict[str, Any] = {
        "zlib_maximum_output_length": _MOST_UNPACKED_BYTES,
        "stream_decoding_work_maximum_length": 4 * _MOST_UNPACKED_BYTES,
        "page_tree_maximum_entries": _MOST_ENTRIES,
        "page_tree_maximum_page_entries": _MOST_ENTRIES,
    }
    with apply_configuration(**limits):
        file: Any = _Metered(data)
        yield PdfReader(file, xref_stream_maximum_entries=_MOST_ENTRIES)


class _Metered:
    """A file that ends a parser's work after a number of reads, or when all was read too many times over.

    It is no BytesIO, from which parsers take everything at once and uncounted.
    """

    def __init__(self, data: bytes) -> None:
        self._file = BytesIO(data)
        self.seek, self.tell = self._file.seek, self._file.tell
        self._reads_left = _MOST_READS
        self._bytes_left = 50 * len(data) + 1_000_000

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self._reads_left -= 1
        self._bytes_left -= len(content)
        if self._reads_left < 0 or self._bytes_left < 0:
            raise OverflowError("read too often")
        return content
