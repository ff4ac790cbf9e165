"""Every read, job and claim of the functions, by their own code, in a campus of `campus_sizes`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from urllib.parse import urlencode
from uuid import UUID, uuid4

from flask import Request
from sqlalchemy import Connection, select
from werkzeug.test import EnvironBuilder

from common.domain.assistants.states import ContractState
from common.domain.attendance.recording import record
from common.domain.attendance.reminding import remind
from common.domain.attendance.verifying import approve_all
from common.domain.certificates.drawing import report_drawing
from common.domain.certificates.states import CertificateState
from common.domain.certificates.tables import certificates
from common.domain.certificates.tasks import DRAW, DRAWING, adopt_undrawn
from common.domain.imports.tasks import LANES as IMPORTING
from common.domain.imports.work import report_imports
from common.domain.notifications.backlog import report_messages
from common.domain.notifications.delivery import LANES
from common.domain.notifications.tables import MESSAGES
from common.domain.people import sessions
from common.domain.people.queries import people_known_by
from common.domain.people.tables import people
from common.domain.recruitment.share_tasks import ask_by_clock
from common.domain.uploads import inspecting
from common.domain.uploads.tables import Purpose
from common.http import Event
from common.ops.contract import load_functions
from common.platform import clock
from common.platform.auth import Role
from common.platform.cursors import cursor
from common.platform.db import transaction
from common.platform.queue import TASKS, Queue
from functions.keep_house import main as keep_house
from tests import factories
from tests.bench.campus_sizes import COMMON_NAME, RARE_ACTION, RARE_NAME, Size, key

Run = Callable[[], object]
ROLES, NOWHERE = ("mahasiswa", "dosen", "admin"), "tidakadayangbernama"
# What says nothing of growth: no database, or nothing but the session of the caller. One's own data are asked for
# seldom, and who did something with a row has no index in each table: keeping one would cost each write.
WITHOUT_PROBE = frozenset(
    {"published_keys", "read_inbox", "check_letters", "download_template", "show_export", "take_own_data"}
    | {"take_badge", "show_issuer", "list_revoked"}  # where there is a key for them
    | {"list_calendar", "list_rates", "list_sheets", "print_sheet", "download_sheet", "list_announcements"}
)


@dataclass(frozen=True)
class Probe:
    name: str
    run: Run


# Nobody imports at this moment, and no provider of WhatsApp is set.
IDLE = {"whatsapp", *(lane.name for lane in IMPORTING)}


class Undone(Exception):
    """Ends a transaction whose work is to be repeatable."""


class Probes:
    """For one campus: whom each read is about, and a session for each role."""

    def __init__(self, size: Size) -> None:
        v, self.size = size.vacancies, size
        self.running, self.open, self.ended = v - 50, v - 3, v - 70
        self.lecturer = key("lecturer", self.running % size.lecturers)
        self.contract, self.former = (self.running - 1) * 6 + 1, (self.ended - 1) * 6 + 2
        self.application = (self.running - 1) * 12 + 1
        self.aslab = key("student", size.student(self.application))
        self.applicant = key("student", size.student((self.open - 1) * 12 + 1))
        self.owner = key("student", size.student((self.ended - 1) * 12 + 2))
        callers = {
            "admin": (key("admin", 1), Role.ADMIN),
            "lecturer": (self.lecturer, Role.LECTURER),
            "teacher": (key("lecturer", self.open % size.lecturers), Role.LECTURER),
            "student": (self.applicant, Role.STUDENT),
            "owner": (self.owner, Role.STUDENT),
            "aslab": (self.aslab, Role.ASLAB),
        }
        with transaction() as db:
            self.tokens = {
                name: sessions.open_session(db, person, [role]).access_token for name, (person, role) in callers.items()
            }
            issued = select(certificates.c.code, certificates.c.sha256)
            wanted = issued.where(certificates.c.id == key("certificate", self.former))
            self.code, self.digest = db.execute(wanted).one()

    def every(self) -> list[Probe]:
        return [*self.reads(), *jobs(), *claims(), *self.decisions()]

    def reads(self) -> Iterator[Probe]:
        declared = {
            endpoint.name: (function.name, endpoint)
            for function in load_functions().values()
            for endpoint in function.endpoints
            if endpoint.method == "GET"
        }
        asked = self._asked()
        missing = declared.keys() - asked.keys() - WITHOUT_PROBE
        assert not missing, f"no probe for {sorted(missing)}"
        for operation, requests in asked.items():
            function, endpoint = declared[operation]
            for who, path, queries in requests:
                for query in queries or ({},):
                    named = " ".join(f"{name}={_named(value)}" for name, value in query.items())
                    address = endpoint.path.format(**path) + ("?" + urlencode(query) if query else "")
                    token = self.tokens.get(who, "")
                    yield Probe(f"{operation} {who} {named}".strip(), partial(get, function, address, token))

    def _asked(self) -> dict[str, list[tuple[str, dict[str, object], tuple[dict[str, object], ...]]]]:
        """Of each operation who asks, with what in the path, and the queries one by one."""
        far = {"after": cursor(clock.now() - self.size.depth, uuid4())}
        searched = tuple({"search": part} for part in (RARE_NAME, COMMON_NAME, NOWHERE, "zul", "xq", "--"))
        contract, vacancy = {"contract_id": key("contract", self.contract)}, {"vacancy_id": key("vacancy", self.open)}
        imported: dict[str, object] = {"import_id": key("import", 1)}
        former = {"contract_id": key("contract", self.former)}
        applied = {"application_id": key("application", (self.open - 1) * 12 + 1)}
        period: dict[str, object] = {"period_id": key("period", 0)}
        old: dict[str, object] = {"period_id": key("period", self.size.oldest_period)}
        day, last_year = clock.today() - timedelta(days=3), clock.today() - self.size.depth
        months = ({}, far, {"month": f"{last_year:%Y-%m}"}, {"locked": "false"})
        return {
            **{one: [("admin", {}, ({}, far, *searched))] for one in ("list_ready", "list_announcement_vacancies")},
            "list_imports": [("admin", {}, ({}, far))],
            "list_to_do": [(who, {}, ()) for who in ("admin", "lecturer", "student", "aslab")],
            "search_campus": [(who, {}, searched) for who in ("admin", "lecturer", "owner", "aslab")],
            **{one: [("admin", imported, ())] for one in ("show_import", "download_refused")},
            "list_import_lines": [("admin", imported, ({}, {"kind": "baru"}, {"after": cursor(clock.now(), 150)}))],
            "list_own_applications": [("student", {}, ({}, far))],
            "show_own_application": [("student", applied, ())],
            "last_application_details": [("student", {}, ())],
            "list_vacancies": [("", {}, ({}, *({"search": one} for one in ("Fisika", NOWHERE)), {"order": "nama"}))],
            **{one: [("", asked, ())] for one, asked in (("show_vacancy", vacancy), ("list_programs", {}))},
            "check_certificate": [("", {"code": self.code}, ())],
            "check_certificate_file": [("", {"digest": self.digest}, ())],
            "list_contracts": [
                ("admin", {}, ({}, far, *searched, *({"state": one} for one in ContractState), period, old)),
                ("lecturer", {}, ({}, far, {"state": "aktif"}, {"state": "ditangguhkan"}, {"ends_by": day}, period)),
            ],
            "list_certificates": [
                (
                    "admin",
                    {},
                    (
                        *({}, far, *searched, period, old, {"ended_since": day}),
                        *({"state": one} for one in CertificateState),
                        {"state": "gagal_terkirim", "search": COMMON_NAME},
                    ),
                )
            ],
            "preview_certificate": [("admin", former, ())],
            "open_certificate": [("admin", {"certificate_id": key("certificate", self.former)}, ())],
            **{one: [("owner", {}, ())] for one in ("list_own_certificates", "list_own_service")},
            "list_messages": [
                (
                    "admin",
                    {},
                    (
                        *({}, far, *searched),
                        *({"state": state} for state in ("antre", "terkirim", "gagal")),
                        *({"channel": one} for one in ("email", "whatsapp")),
                        *({"channel": "kotak_masuk", "state": "antre"}, {"state": "gagal", "search": NOWHERE}),
                    ),
                )
            ],
            "show_failed_messages": [("admin", {}, ({}, {"search": RARE_NAME}))],
            "list_periods": [("lecturer", {}, ())],
            **{one: [("student", {}, ())] for one in ("show_profile", "list_own_sessions", "current_session")},
            "list_users": [
                (
                    "admin",
                    {},
                    (
                        *({}, far, *searched, {"search": "3000000017"}, {"search": "300 000 0017"}, {"order": "nama"}),
                        *({"active": "false"}, {"active": "true"}, *({"role": one} for one in ROLES)),
                    ),
                )
            ],
            **{one: [("admin", {"user_id": self.lecturer}, ())] for one in ("show_user", "list_duties")},
            "list_own_vacancies": [("lecturer", {}, ({}, far))],
            "list_period_vacancies": [("admin", period, ({}, far))],
            **{
                one: [("lecturer", {"vacancy_id": key("vacancy", self.running)}, ())]
                for one in ("show_own_vacancy", "list_former_aslab")
            },
            "read_audit": [
                (
                    "admin",
                    {},
                    (
                        *({}, far, {"action": RARE_ACTION}, {"action": "attendance"}, {"action": NOWHERE}),
                        *({"action": "session.started"}, {"actor_id": self.applicant}, {"actor_id": uuid4()}),
                        *({"subject_type": "attendance"}, {"subject_type": "period"}, {"subject_type": "contract"}),
                        {"subject_type": "attendance", "subject_id": key("attendance", self.contract * 50 + 1)},
                        *({"from": day}, {"to": last_year}, {"from": day, "to": day, "action": RARE_ACTION}),
                    ),
                )
            ],
            "show_dashboard": [("admin", {}, ({}, period))],
            "list_own_contracts": [("aslab", {}, ({}, {"ended": "true"}))],
            "list_attendances": [("aslab", contract, ())],
            "show_upload": [("student", {"upload_id": key("document", ((self.open - 1) * 12 + 1) * 2)}, ())],
            "open_document": [("student", {**applied, "kind": "cv"}, ())],
            "open_photo": [("aslab", {"attendance_id": key("attendance", self.contract * 50 + 1)}, ())],
            "open_pamphlet": [("", {"vacancy_id": key("vacancy", self.size.with_pamphlet)}, ())],
            "list_candidates": [("teacher", vacancy, ())],
            "show_candidate": [("teacher", applied, ())],
            **{f"{one}_recap": [("lecturer", contract, ())] for one in ("print", "download")},
            **{one: [("aslab", {}, ())] for one in ("list_own_honorarium", "list_own_evaluations")},
            "list_months": [(who, {}, months) for who in ("lecturer", "admin")],
            "list_attendances_to_verify": [
                (
                    "lecturer",
                    {},
                    ({}, far, {"state": "menunggu_verifikasi"}, {"state": "ditolak"}, contract, {"from": day}),
                )
            ],
        }

    def decisions(self) -> Iterator[Probe]:
        """Those that look at more than the rows which they name; undone, so that they can be repeated."""
        with transaction() as db:
            row = db.execute(select(people).where(people.c.id == self.aslab)).one()
            teacher = db.execute(select(people).where(people.c.id == self.lecturer)).one()
            photo = factories.upload(db, row, Purpose.PHOTO, fingerprint=1, fingerprint_variants=[2, 3, 4])
        aslab, lecturer = factories.as_actor(row, Role.ASLAB), factories.as_actor(teacher)
        form = {"day": None, "late_reason": None, "taken_at": None, "activity": "Praktikum", "upload_id": photo.id}
        ids = [key("attendance", self.contract * 50 + n) for n in (48, 49, 50)]
        yield Probe(
            "record attendance",
            undone(lambda db: record(db, aslab, key("contract", self.contract), form)),  # type: ignore[arg-type]
        )
        yield Probe("approve attendances", undone(lambda db: approve_all(db, lecturer, ids)))


def _named(value: object) -> str:
    """The same in a campus of any size and on any day."""
    if isinstance(value, UUID):
        return "the latest" if value == key("period", 0) else "another"
    return "far back" if isinstance(value, date) or len(str(value)) > 40 else str(value)


def get(function: str, address: str, token: str) -> None:
    """The request as the function gets it, in this process."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = Request(EnvironBuilder(path=address, headers=headers).get_environ())
    response = import_module(f"functions.{function}.main").entry(request)
    assert response.status_code == 200, f"{address}: {response.status_code} {response.get_data(as_text=True)[:300]}"


def undone(work: Callable[[Connection], object]) -> Run:
    def run() -> None:
        try:
            with transaction() as db:
                work(db)
                raise Undone
        except Undone:
            pass

    return run


def jobs() -> Iterator[Probe]:
    """What the scheduler starts; of a night the first run has the most to do."""
    event, monday = Event({}, "growth"), clock.today() - timedelta(days=clock.today().weekday())
    yield from (Probe(job.__name__, partial(job, event)) for job in (keep_house.begin_day, keep_house.sum_up_day))
    yield Probe("remind_of_week", undone(lambda db: remind(db, monday)))
    yield Probe("clear_files", partial(keep_house.clear_files, event))
    give_up = undone(lambda db: [inspecting.overdue(db), inspecting.give_up(db, among=[])])
    yield Probe("give_up_on_missing_files", give_up)
    yield from (Probe(work.__name__, undone(work)) for work in (adopt_undrawn, ask_by_clock))
    yield from (Probe(report.__name__, report) for report in (report_messages, report_drawing, report_imports))
    yield Probe("known people", undone(lambda db: people_known_by(db, ["3000000017"], ["m18@kampus.test"])))


def claims() -> Iterator[Probe]:
    for queue, lanes in ((MESSAGES, LANES), (TASKS, (DRAWING, *IMPORTING))):
        for lane in lanes:
            yield Probe(f"claim {queue.name} {lane.name}", partial(claim, queue, lane.name))
            yield Probe(f"expire {queue.name} {lane.name}", partial(queue.expire, lane.name))
            yield Probe(f"give up {queue.name} {lane.name}", partial(queue.give_up_old, lane.name, lane.failed))
    assert DRAWING.name == DRAW


def claim(queue: Queue, lane: str) -> None:
    rows = queue.claim(lane, 20)
    assert rows or lane in IDLE, f"nothing waits in {lane}"
    queue.give_back(rows)
