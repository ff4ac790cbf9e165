"""What people do in one sitting, as requests, when in a day they come, and what each request asks of the machines.

Times are assumed for a warm instance with one vCPU, with room for a slower core. Measured were argon2 (26 ms), a
12-megapixel photo (103 ms) and a certificate (14 ms); half of a warm request is Python at work.
A transaction is shorter than the turn that it belongs to, so that a pool of one lets through what the vCPU does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from random import Random
from typing import Final

THINK_SECONDS: Final = 15.0  # between two requests, at the mean; assumed
LETTERS_A_BATCH: Final = 20  # `deliver_due`
HOUR: Final = 3600.0
DAY_SECONDS: Final = 24 * HOUR


@dataclass(frozen=True)
class Request:
    """`turn` seconds of the vCPU, taken one after another; `wait` seconds for others, side by side; `sql` seconds of
    the database's CPU. `signals` says that a decision is made, which wakes both event functions."""

    step: str
    turn: float
    wait: float
    sql: float
    signals: bool = False


_READ, _WRITE, _SWEEP = (0.012, 0.015, 0.003), (0.020, 0.030, 0.006), (0.008, 0.012, 0.001)

REQUESTS: Final[dict[str, Request]] = {
    "sign in": Request("sign_in", 0.045, 0.020, 0.006),
    "browse": Request("browse_vacancies", *_READ),
    "uptime check": Request("browse_vacancies", *_READ),
    "own applications": Request("apply", *_READ),
    "apply": Request("apply", *_WRITE),
    "announce file": Request("request_upload", 0.020, 0.100, 0.006),
    "file status": Request("request_upload", *_READ),
    "open file": Request("request_upload", 0.015, 0.100, 0.003),
    "inspect document": Request("process_upload", 0.060, 0.250, 0.006),
    "inspect photo": Request("process_upload", 0.200, 0.400, 0.006),
    "own contract": Request("record_attendance", *_READ),
    "record attendance": Request("record_attendance", *_WRITE),
    "attendances": Request("verify_attendance", *_READ),
    "approve": Request("verify_attendance", *_WRITE, signals=True),
    "own vacancies": Request("publish_vacancy", *_READ),
    "publish": Request("publish_vacancy", *_WRITE),
    "candidate": Request("select_applicants", *_READ),
    "select": Request("select_applicants", *_WRITE, signals=True),
    "activate": Request("activate_aslab", *_WRITE, signals=True),
    "end contract": Request("end_contract", *_WRITE, signals=True),
    "users": Request("manage_users", *_READ),
    "periods": Request("manage_periods", *_READ),
    "messages": Request("manage_messages", *_READ),
    "report": Request("read_reports", 0.040, 0.060, 0.030),
    "profile": Request("manage_profile", *_READ),
    "issue certificate": Request("issue_certificate", *_WRITE, signals=True),
    "own certificates": Request("issue_certificate", *_READ),
    "check certificate": Request("check_certificate", *_READ),
    "inbox": Request("read_inbox", 0.008, 0.025, 0.0),
    "draw": Request("draw_certificates", 0.050, 0.300, 0.012),
    # Each letter is 10 ms of work and one conversation of 300 ms with a mail server or with WhatsApp.
    "deliver": Request("deliver_notifications", LETTERS_A_BATCH * 0.010, LETTERS_A_BATCH * 0.300, 0.060),
    "deliver sweep": Request("deliver_notifications", *_SWEEP),
    "draw sweep": Request("draw_certificates", *_SWEEP),
    "upload sweep": Request("process_upload", *_SWEEP),
    "house": Request("keep_house", 0.500, 1.000, 0.200),
}
WOKEN: Final = ("deliver sweep", "draw sweep")  # by each signal
SWEPT: Final = {REQUESTS[name].step: name for name in (*WOKEN, "upload sweep", "house")}
UNASKED: Final = {*SWEPT.values(), "uptime check"}  # what no person waits for

# Each visit of somebody with an account begins with its sign-in, and its tab asks for the inbox each minute.
VISITS: Final[dict[str, tuple[str, ...]]] = {
    "look": ("browse", "browse"),
    "student": ("sign in", "own applications", "browse", "browse"),
    "applicant": (
        *("sign in", "browse", "browse", "own applications"),
        *("announce file", "inspect document", "file status") * 3,
        *("apply", "own applications"),
    ),
    "outcome": ("sign in", "own applications", "own applications"),
    "attendance": ("sign in", "own contract", "announce file", "inspect photo", "file status", "record attendance"),
    "verification": ("sign in", "attendances", *("open file",) * 5, "approve", "attendances"),
    "publication": ("sign in", "own vacancies", "publish", "publish"),
    "selection": ("sign in", "own vacancies", *("candidate", "open file", "select") * 5),
    "profile": ("sign in", "profile", "profile"),
    "activation": ("sign in", *("activate",) * 20),
    "office": ("sign in", "report", "users", "users", "users", "periods", "messages", "end contract"),
    "certification": ("sign in", "own certificates", *("issue certificate",) * 5),
    "own certificate": ("sign in", "own certificates"),
    "check": ("check certificate",),
    "letters": ("deliver",),
    "drawing": ("draw",),
}


@dataclass(frozen=True)
class Rhythm:
    """`moment` draws a second of the day; at the peak, people come as if all came within `width` seconds."""

    moment: Callable[[Random], float]
    width: float


def exponential(random: Random, mean: float) -> float:
    return -mean * log(1.0 - random.random())


# The bursts are as wide as makes the very large campus meet the brief's peaks: 10 applications/s in the last half hour,
# 5 attendances/s at the start of a slot, 150 reads/s when results come out.
_SLOTS = (8 * HOUR, 10 * HOUR, 13 * HOUR, 15 * HOUR)
DAYTIME: Final = Rhythm(lambda random: random.triangular(7 * HOUR, 21 * HOUR, 14 * HOUR), 7 * HOUR)
OFFICE: Final = Rhythm(lambda random: 8 * HOUR + random.random() * 8 * HOUR, 8 * HOUR)
DEADLINE: Final = Rhythm(lambda random: 17 * HOUR - min(exponential(random, 300.0), 1800.0), 300.0)
SLOT: Final = Rhythm(lambda random: _SLOTS[int(random.random() * 4)] + exponential(random, 50.0), 200.0)
NEWS: Final = Rhythm(lambda random: 10 * HOUR + exponential(random, 450.0), 450.0)
