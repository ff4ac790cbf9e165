"""One JSON object per line, in the fields that Cloud Logging and Error Reporting read, and no personal data in it."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from common.platform.settings import settings

log = logging.getLogger("aslab")

HIDDEN = "[…]"


def set_up() -> None:
    """Make `log` write to stdout or its file; the loggers of the server around us stay. May be called again."""
    if not any(isinstance(handler.formatter, _JsonLine) for handler in log.handlers):
        handler = _file(settings().log_file) if settings().log_file else _Stdout()
        handler.addFilter(Redacting())
        handler.setFormatter(_JsonLine())
        log.addHandler(handler)
        log.propagate = False
    level = settings().log_level.upper()
    # To set it empties what every logger remembers of its own.
    if logging.getLevelName(log.level) != level:
        log.setLevel(level)


def _file(name: str) -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    return RotatingFileHandler(name, maxBytes=10_000_000, backupCount=3, encoding="utf-8")


# --- what is being worked on


@dataclass(frozen=True)
class _Request:
    function: str
    request_id: str
    trace: Mapping[str, Any]


_request: ContextVar[_Request | None] = ContextVar("request", default=None)


@contextmanager
def request_context(function: str, request_id: str = "", trace: str = "") -> Iterator[None]:
    """Put the request's marks on each line written inside.

    `trace` is the value of an `X-Cloud-Trace-Context` or a `traceparent` header, or empty.
    """
    before = _request.set(_Request(function, request_id[:100], _trace_fields(trace)))
    try:
        yield
    finally:
        _request.reset(before)


def current_function() -> str:
    """The function that works on a request now, or an empty string outside of one."""
    request = _request.get()
    return request.function if request else ""


def current_request_id() -> str:
    """The id of the request being worked on, or an empty string outside of one."""
    request = _request.get()
    return request.request_id if request else ""


def _trace_fields(header: str) -> dict[str, Any]:
    found = _from_traceparent(header) or _from_cloud_trace(header)
    if not found:
        return {}
    trace, span, sampled = found
    project = settings().google_cloud_project
    fields = {"logging.googleapis.com/trace": f"projects/{project}/traces/{trace}"}
    marks = {"logging.googleapis.com/spanId": span, "logging.googleapis.com/trace_sampled": sampled}
    return fields | {name: value for name, value in marks.items() if value}


def _from_traceparent(header: str) -> tuple[str, str, bool] | None:
    """W3C Trace Context: `00-<32 hex>-<16 hex>-<2 hex>`."""
    match = re.fullmatch(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2}).*", header)
    return (match[1], match[2], bool(int(match[3], 16) & 1)) if match else None


def _from_cloud_trace(header: str) -> tuple[str, str, bool] | None:
    """Google's own: `<32 hex>/<span as a decimal number>;o=1`, the span and the option may be missing."""
    match = re.fullmatch(r"([0-9a-fA-F]{32})(?:/(\d{1,20}))?(?:;o=(\d))?", header)
    if not match:
        return None
    span = int(match[2] or 0)
    return match[1].lower(), f"{span:016x}" if 0 < span < 2**64 else "", match[3] == "1"


# --- what may not be written


class Redacting(logging.Filter):
    """Takes personal data and secrets out of a record: message, arguments, exception and extra fields."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(_message(record)), ()
        if record.exc_info:
            record.exc_text, record.exc_info = logging.Formatter().formatException(record.exc_info), None
        record.exc_text = record.exc_text and redact(record.exc_text)
        for name in _extra(record):
            setattr(record, name, _safe_field(name, getattr(record, name)))
        return True


def _message(record: logging.LogRecord) -> str:
    """The arguments are cleaned one by one, where their edges are still known, then put into the message."""
    arguments = record.args
    if isinstance(arguments, Mapping):
        clean: Any = {name: _safe_field(name, value) for name, value in arguments.items()}
    else:
        clean = tuple(_safe(value) for value in arguments or ())
    try:
        return str(record.msg) % clean if clean else str(record.msg)
    except (TypeError, ValueError, KeyError):  # arguments that do not fit: a line of the log must never stop the work
        return f"{record.msg} {HIDDEN}"


def _safe(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    text = str(value)
    return HIDDEN if _FILE_NAME.fullmatch(text) else redact(text)


def _safe_field(name: str, value: Any) -> Any:
    return HIDDEN if value is not None and _private_names().search(name) else _safe(value)


_ENDINGS = r"\.(?:pdf|jpe?g|png|webp|gif|hei[cf]|docx?|xlsx?|csv|zip|txt)"
_FILE_NAME = re.compile(rf"[^\n]{{1,300}}{_ENDINGS}", re.IGNORECASE)


@cache
def _private_names() -> re.Pattern[str]:
    return re.compile(
        r"password|passwd|sandi|secret|token|authori[sz]ation|cookie|signature|credential|e_?mail|phone|whatsapp"
        r"|file_?name|^(?:to|body|nim|nip|full_name|address)$",
        re.IGNORECASE,
    )


def redact(text: str) -> str:
    """`text` without e-mail addresses, phone numbers, tokens, signed queries, passwords and names of files."""
    for pattern, instead in _patterns():
        text = pattern.sub(instead, text)
    return text


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """In this order: what holds a whole secret comes before what would find a part of it.

    Repeats are bounded, so that a long line costs no more than its length.
    """
    rules = (
        (r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", HIDDEN),
        # What a database prints about a row: parameters of the statement, the key, the row, a value it cannot read.
        (r"\[parameters: .*?\](?=\n|\Z)", f"[parameters: {HIDDEN}]"),
        (r"((?:Key \([^)]*\)=|Failing row contains )\()[^\n]*", rf"\1{HIDDEN}"),
        (r"(invalid input (?:syntax|value) for [^:\n]{1,80}: )[^\n]*", rf"\1{HIDDEN}"),
        (r"(://)[^/\s@'\"]+:[^/\s@'\"]*@", rf"\1{HIDDEN}@"),
        (r"(://[^\s'\"<>?#]*)#[^\s'\"<>]+", rf"\1#{HIDDEN}"),
        (r"\?[\w.%~-]{1,100}=[^\s'\"<>]*", f"?{HIDDEN}"),
        (r"\b(Bearer|Basic)\s+[\w.~+/=-]+", rf"\1 {HIDDEN}"),
        (r"\b(?-i:eyJ)[\w-]+(?:\.[\w-]*){0,4}", HIDDEN),
        (rf"((?:{_SECRETS})['\"]?\s*[=:]\s*)(?:'[^'\n]*'|\"[^\"\n]*\"|[^\s,;}}&]+)", rf"\1{HIDDEN}"),
        (r"[\w.!#$%&*+^~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}", HIDDEN),
        (r"(?<![\w.-])(?:\+\d[\d ().-]{6,18}\d|(?:62|0)8[\d ().-]{6,16}\d)(?![\w-])", HIDDEN),
        (rf"(['\"])[^'\"\n]{{1,300}}{_ENDINGS}\1", rf"\1{HIDDEN}\1"),
        (rf"[^\s'\"/\\=,:()<>]{{1,200}}{_ENDINGS}\b", HIDDEN),
        # Long random words: one-time tokens, refresh cookies, keys of providers.
        (r"(?<![\w/.-])(?-i:(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{32,})", HIDDEN),
    )
    return tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), instead) for pattern, instead in rules)


_SECRETS = r"password|passwd|sandi|secret|token|authorization|cookie|api[_-]?key|x-goog-\w+"


# --- how it is written


class _Stdout(logging.Handler):
    """Finds stdout anew for each line, since servers and tests replace it; one write per line keeps lines whole."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stdout.write(self.format(record) + "\n")
            sys.stdout.flush()
        except Exception:
            self.handleError(record)


class _JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = _extra(record) | {
            "severity": record.levelname,
            "message": record.getMessage(),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        fields |= _request_fields()
        if record.exc_text:
            # Error Reporting groups by this field; its shape is Python's own traceback.
            fields["stack_trace"] = record.exc_text
        return json.dumps(fields, default=str)


def _request_fields() -> dict[str, Any]:
    request = _request.get()
    if request is None:
        return {}
    return {"function": request.function, "request_id": request.request_id, **request.trace}


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in _standard()}


@cache
def _standard() -> frozenset[str]:
    blank = logging.LogRecord("", 0, "", 0, "", (), None)
    return frozenset(vars(blank)) | {"message", "asctime", "taskName"}
