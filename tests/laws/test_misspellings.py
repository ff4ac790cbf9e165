"""Law 11, seen to work: a misspelt column, form field or view field anywhere in a noun is an error of mypy."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from common.ops.checkout import CHECKOUT

DOMAIN = "common/domain"


@dataclass(frozen=True)
class Misspelling:
    """`right` stands once in `file`; with `wrong` in its place mypy says `error` of that line."""

    noun: str
    kind: str
    file: str
    right: str
    wrong: str
    error: str


def row(noun: str, file: str, right: str, wrong: str, shape: str) -> Misspelling:
    [name] = set(re.findall(r"\w+", wrong)) - set(re.findall(r"\w+", right))
    return Misspelling(noun, "row", f"{DOMAIN}/{noun}/{file}", right, wrong, f'"{shape}" has no attribute "{name}"')


def form(noun: str, file: str, right: str, wrong: str, shape: str) -> Misspelling:
    [name] = re.findall(r'\["(\w+)"\]', wrong)[:1]
    return Misspelling(noun, "form", file, right, wrong, f'TypedDict "{shape}" has no key "{name}"')


def view(noun: str, file: str, right: str, wrong: str, shape: str) -> Misspelling:
    [name] = set(re.findall(r"\w+", wrong)) - set(re.findall(r"\w+", right))
    error = (
        f'Extra key "{name}" for TypedDict "{shape}"' if ":" in wrong else f'TypedDict "{shape}" has no key "{name}"'
    )
    return Misspelling(noun, "view", f"{DOMAIN}/{noun}/{file}", right, wrong, error)


MISSPELLINGS = (
    form(
        "audit",
        "functions/read_reports/main.py",
        "audit_page(call.db, **call.query)",
        'audit_page(call.db, after=call.query["aftr"], limit=1)',
        "AuditQueryForm",
    ),
    view("audit", "queries.py", 'row["at"]', 'row["att"]', "AuditLineViewData"),
    row(
        "people",
        "sign_in.py",
        "now.password_hash != known",
        "now.pasword_hash != known",
        "WholePersonRow",
    ),
    form(
        "people",
        f"{DOMAIN}/people/profile.py",
        "before.email) != before",
        'before.email) != wanted["emial"] + before',
        "ProfileChangeForm",
    ),
    view("people", "queries.py", 'row["place"]', 'row["plaice"]', "Listed"),
    row("uploads", "queries.py", "row.owner_id", "row.owner", "UploadRow"),
    form("uploads", f"{DOMAIN}/uploads/actions.py", 'form["purpose"]', 'form["purpos"]', "UploadRequestForm"),
    view("uploads", "links.py", '{"url": url', '{"ulr": url', "LinkViewData"),
    row("announcements", "spreading.py", '"text": row.text', '"text": row.txet', "AnnouncementRow"),
    form(
        "announcements",
        f"{DOMAIN}/announcements/schemas.py",
        'form.get("audience")',
        'form["audiense"]',
        "NewAnnouncementForm",
    ),
    view("announcements", "queries.py", '{"items": [_shown', '{"itms": [_shown', "AnnouncementPageData"),
    row("imports", "reading.py", "row.stored_object", "row.stored_objekt", "Stored"),
    form(
        "imports", f"{DOMAIN}/imports/actions.py", '{"role": form["role"]}', '{"role": form["rolle"]}', "NewImportForm"
    ),
    view("imports", "queries.py", 'row["created_at"]', 'row["creatd_at"]', "ImportViewData"),
    row("recruitment", "applications.py", "vacancy.documents", "vacancy.documnets", "OpenVacancy"),
    row("recruitment", "moving.py", '"course": row.course', '"course": row.coures', "Applicant"),
    form(
        "recruitment",
        f"{DOMAIN}/recruitment/applications.py",
        'vacancy, form["ipk"]',
        'vacancy, form["ipkk"]',
        "NewApplicationForm",
    ),
    view("recruitment", "vacancy_queries.py", 'row["created_at"]', 'row["creatd_at"]', "OwnVacancyViewData"),
    row("assistants", "actions.py", "application.activated_at", "application.activatd_at", "ApplicationRow"),
    form(
        "assistants",
        "functions/end_contract/main.py",
        "contract_id, **call.body",
        'contract_id, reason=call.body["reasn"]',
        "OptionalReasonForm",
    ),
    view("assistants", "queries.py", 'row["decided_at"]', 'row["decidd_at"]', "ReadyViewData"),
    row("attendance", "months.py", "not row.own", "not row.owned", "ToLock"),
    form(
        "attendance",
        f"{DOMAIN}/attendance/recording.py",
        '"activity": form["activity"], "state"',
        '"activity": form["activty"], "state"',
        "AttendanceCorrectionForm",
    ),
    view(
        "attendance",
        "queries.py",
        'Counter(row["state"] for row',
        'Counter(row["stat"] for row',
        "AttendanceViewData",
    ),
    row("honorarium", "own.py", "if row.paid_on", "if row.payd_on", "OwnMonth"),
    form(
        "honorarium",
        "functions/manage_periods/main.py",
        "make_sheet(call.db, call.actor, **call.body)",
        'make_sheet(call.db, call.actor, month=call.body["mnth"], program=None)',
        "NewSheetForm",
    ),
    view("honorarium", "papers.py", 'about["program"]', 'about["programme"]', "SheetViewData"),
    row("certificates", "queries.py", "check_url(row.code)", "check_url(row.cod)", "WithState"),
    form(
        "certificates",
        "functions/issue_certificate/main.py",
        'call.body["contract_ids"]',
        'call.body["contracts"]',
        "BatchForm",
    ),
    view("certificates", "queries.py", '{"items": [_shown(row)', '{"itms": [_shown(row)', "MyCertificatesViewData"),
    row("notifications", "senders.py", "TEMPLATES[message.kind]", "TEMPLATES[message.knd]", "MessageRow"),
    form("notifications", "functions/read_inbox/main.py", 'call.body["ids"]', 'call.body["id"]', "ReadItemsForm"),
    view("notifications", "inbox.py", '"unread": found.unread', '"unred": found.unread', "InboxViewData"),
    row("reports", "dashboard.py", "period.ends_on", "period.end_on", "AcademicPeriodRow"),
    form(
        "reports",
        "functions/read_reports/main.py",
        "dashboard(call.db, **call.query)",
        'dashboard(call.db, period_id=call.query["period"])',
        "DashboardQueryForm",
    ),
    view("reports", "dashboard.py", 'week["waiting"]', 'week["waitng"]', "WeekFiguresData"),
    view("reports", "dashboard.py", 'counts["active_aslab"]', 'counts["activ_aslab"]', "Counts"),
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What one run of mypy says of all of them together, as `file:line: error: …`."""
    return errors(misspelt(tmp_path_factory.mktemp("misspelt")), tmp_path_factory.mktemp("mypy"))


def misspelt(folder: Path) -> dict[str, Path]:
    """Each file with its misspellings, in `folder`."""
    written = {}
    for n, file in enumerate(sorted({one.file for one in MISSPELLINGS})):
        written[file] = folder / f"{n}.py"
        # Of another length in any case: by that, and not by its content, mypy knows a file that has changed.
        written[file].write_text(text_of(file) + "\n" * 200, encoding="utf-8")
    return written


@cache
def text_of(file: str) -> str:
    text = (CHECKOUT / file).read_text(encoding="utf-8")
    for one in MISSPELLINGS:
        if one.file == file:
            assert text.count(one.right) == 1, f"{file} says {one.right!r} {text.count(one.right)} times"
            text = text.replace(one.right, one.wrong)
    return text


def place(one: Misspelling) -> str:
    before, _, _ = text_of(one.file).partition(one.wrong)
    return f"{one.file}:{before.count(chr(10)) + 1}"


def errors(instead: dict[str, Path], cache_dir: Path) -> list[str]:
    """mypy reads these files in place of the product's. Its cache is a copy, which knows the rest already."""
    if (CHECKOUT / ".mypy_cache").exists():
        copytree(CHECKOUT / ".mypy_cache", cache_dir, dirs_exist_ok=True)
    shadows = [part for file, written in instead.items() for part in ("--shadow-file", file, str(written))]
    command = (sys.executable, "-m", "mypy", "--cache-dir", str(cache_dir), "--hide-error-codes", *shadows)
    run = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stdout + run.stderr
    return [line for line in run.stdout.splitlines() if ": error: " in line]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("one", MISSPELLINGS, ids=lambda one: f"{one.noun}-{one.kind}-{one.file.split('/')[-1]}")
def test_a_misspelling_is_an_error(one: Misspelling, found: list[str]) -> None:
    said = [line for line in found if line.startswith(f"{place(one)}: ")]
    assert [line for line in said if one.error in line], f"mypy says of {one.wrong!r}: {said}"


def test_nothing_else_is_an_error(found: list[str]) -> None:
    places = {place(one) for one in MISSPELLINGS}
    assert [line for line in found if line.partition(": error: ")[0] not in places] == []


def test_every_noun_is_misspelt_in_all_that_it_has() -> None:
    nouns = {folder.name for folder in (CHECKOUT / DOMAIN).iterdir() if (folder / "__init__.py").exists()}
    kinds = {"row": "rows.py", "form": "forms.py", "view": "views.py"}
    there = {
        (noun, kind) for noun in nouns for kind, file in kinds.items() if (CHECKOUT / DOMAIN / noun / file).exists()
    }
    # The reports have no table of their own; of the audit log no line is read by its columns.
    assert {(one.noun, one.kind) for one in MISSPELLINGS} == there - {("audit", "row")} | {("reports", "row")}
