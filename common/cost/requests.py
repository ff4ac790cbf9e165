"""What one request of each kind asks of its instance and of the database.

Assumed for a warm instance with one vCPU, from what was measured on the way (argon2 26 ms, a 12-megapixel photo
103 ms, a certificate 14 ms; half of a warm request is Python at work), with room for a slower core.
A transaction is shorter than the turn that it belongs to, so that a pool of one lets through what the vCPU does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Request:
    """`turn` seconds of the vCPU, taken one after another; `wait` seconds for others, side by side; `sql` seconds of
    the database's CPU. `signals` says that a decision is made, which wakes both event functions."""

    step: str
    turn: float
    wait: float
    sql: float
    signals: bool = False


def _read(step: str) -> Request:
    return Request(step, turn=0.012, wait=0.015, sql=0.003)


def _write(step: str, *, signals: bool = False) -> Request:
    return Request(step, turn=0.020, wait=0.030, sql=0.006, signals=signals)


def _sweep(step: str) -> Request:
    """A look for work that finds none."""
    return Request(step, turn=0.008, wait=0.012, sql=0.001)


LETTERS_A_BATCH: Final = 20  # `deliver_due`
_LETTER_TURN, _LETTER_WAIT = 0.010, 0.300  # one conversation with a mail server or with WhatsApp

REQUESTS: Final[dict[str, Request]] = {
    "sign in": Request("sign_in", turn=0.045, wait=0.020, sql=0.006),
    "browse": _read("browse_vacancies"),
    "uptime check": _read("browse_vacancies"),
    "own applications": _read("apply"),
    "apply": _write("apply"),
    "announce file": Request("request_upload", turn=0.020, wait=0.100, sql=0.006),
    "file status": _read("request_upload"),
    "open file": Request("request_upload", turn=0.015, wait=0.100, sql=0.003),
    "judge document": Request("process_upload", turn=0.060, wait=0.250, sql=0.006),
    "judge photo": Request("process_upload", turn=0.200, wait=0.400, sql=0.006),
    "own contract": _read("record_attendance"),
    "record attendance": _write("record_attendance"),
    "attendances": _read("verify_attendance"),
    "approve": _write("verify_attendance", signals=True),
    "own vacancies": _read("publish_vacancy"),
    "publish": _write("publish_vacancy"),
    "candidate": _read("select_applicants"),
    "select": _write("select_applicants", signals=True),
    "activate": _write("activate_aslab", signals=True),
    "end contract": _write("end_contract", signals=True),
    "users": _read("manage_users"),
    "periods": _read("manage_periods"),
    "messages": _read("manage_messages"),
    "report": Request("read_reports", turn=0.040, wait=0.060, sql=0.030),
    "profile": _read("manage_profile"),
    "issue certificate": _write("issue_certificate", signals=True),
    "own certificates": _read("issue_certificate"),
    "check certificate": _read("check_certificate"),
    "inbox": Request("read_inbox", turn=0.008, wait=0.025, sql=0.0),
    "draw": Request("draw_certificates", turn=0.050, wait=0.300, sql=0.012),
    "deliver": Request(
        "deliver_notifications", LETTERS_A_BATCH * _LETTER_TURN, LETTERS_A_BATCH * _LETTER_WAIT, sql=0.060
    ),
    "deliver sweep": _sweep("deliver_notifications"),
    "draw sweep": _sweep("draw_certificates"),
    "upload sweep": _sweep("process_upload"),
    "house": Request("keep_house", turn=0.500, wait=1.000, sql=0.200),
}
WOKEN: Final = ("deliver sweep", "draw sweep")  # by each signal
SWEPT: Final = {
    "deliver_notifications": "deliver sweep",
    "draw_certificates": "draw sweep",
    "process_upload": "upload sweep",
    "keep_house": "house",
}
UNASKED: Final = {*SWEPT.values(), "uptime check"}  # what no person waits for
