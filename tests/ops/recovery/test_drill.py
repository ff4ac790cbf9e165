"""The drill: a semester goes on, the database goes back to a moment, and the world does not.

The steps are those that `make restore` runs in the cloud (common/ops/recovery/restored.py), on a real database and
bucket server. What only the cloud has, the clone of the instance, is a copy that is read in again here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from common.domain.audit.tables import audit_log
from common.domain.certificates import actions
from common.domain.certificates.drawing import draw_due, drawn
from common.domain.certificates.tables import certificate_counters, certificates
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.queue import Recipient, notify
from common.domain.notifications.tables import messages
from common.domain.uploads.tables import Purpose
from common.ops.recovery.backup import back_up
from common.ops.recovery.loading import load_rows
from common.ops.recovery.places import Folder
from common.ops.recovery.restored import put_right
from common.platform import clock
from common.platform.db import transaction
from common.platform.settings import settings
from common.platform.storage import storage
from tests import bystanders
from tests import factories as make
from tests.client import Portal
from tests.domain.certificates.conftest import deserved

pytestmark = pytest.mark.without_bystanders


@dataclass
class Semester:
    """What was there at the moment, what the gap brought, and what the steps printed."""

    portal: Portal
    copy: Path
    admin: Any = None
    lecturer: Any = None
    first: Any = None
    signed: Any = None
    undrawn: Any = None
    late: Any = None
    overdue: Any = None
    at: datetime = field(default_factory=clock.now)
    lines: list[str] = field(default_factory=list)

    def goes_on(self) -> None:
        """Everything that is there at the moment of the restore."""
        with transaction() as db:
            self.admin = make.admin(db)
            people = {"student": make.student(db), "lecturer": make.lecturer(db), "admin": self.admin}
            first, signed, undrawn, self.late = (deserved(db) for _ in range(4))
            self.overdue = make.contract(db, **people, starts_on=first.starts_on, ends_on=first.ends_on)
            self.first, self.signed = (actions.issue(db, make.as_actor(self.admin), one.id) for one in (first, signed))
        draw_due()
        deliver_due()
        self._unsigned(self.first)
        with transaction() as db:
            self.undrawn = actions.issue(db, make.as_actor(self.admin), undrawn.id)
            self.kept, self.gone = (self._file(db, name) for name in ("kept", "gone"))
            for event, tries in (("fresh", 0), ("tried", 2)):
                self._message(db, event, tries)
        self.lecturer = self.portal.new("dosen")
        self.session = self.portal.as_(self.lecturer)
        self.at = clock.now()
        self.manifest = back_up(Folder(self.copy), lambda _: None)

    def _unsigned(self, certificate_id: Any) -> None:
        """Its file is as it was before certificates were signed."""
        this = certificates.c.id == certificate_id
        with transaction() as db:
            data = drawn(db.scalars(select(certificates.c.facts).where(this)).one())
            db.execute(update(certificates).where(this).values(sha256=sha256(data).hexdigest()))

    def _file(self, db: Any, name: str) -> str:
        stored = f"documents/{name}.pdf"
        storage().write(settings().private_bucket, stored, b"%PDF-", "application/pdf")
        make.upload(db, self.admin, Purpose.DOCUMENT, stored_object=stored)
        return stored

    def _message(self, db: Any, event: str, tries: int) -> None:
        data = {"name": event, "number": event, "reason": event}
        notify(db, Recipient(self.admin.id, f"{event}@kampus.test"), "certificate_revoked", event, data)
        db.execute(update(messages).where(messages.c.event == event).values(attempts=tries))

    def gap(self) -> None:
        """What happened after the moment; its rows will be lost."""
        with transaction() as db:
            self.lost = actions.issue(db, make.as_actor(self.admin), self.late.id)
        self.portal.campus.host.deliver("keep_house", "/schedule/begin_day", {})
        draw_due()
        deliver_due()
        storage().write(settings().private_bucket, "documents/new.pdf", b"%PDF-", "application/pdf")
        storage().delete(settings().private_bucket, self.gone)
        for gone in (self.first, self.signed):
            storage().delete(settings().certificate_bucket, f"certificates/{gone}.pdf")

    def goes_back(self) -> None:
        with transaction() as db:
            bystanders.empty(db)
            load_rows(db, Folder(self.copy), self.manifest)
        self.again()

    def again(self) -> None:
        self.lines.clear()
        put_right(self.at, self.lines.append)

    def line(self, *words: str) -> str:
        [found] = [line for line in self.lines if all(word in line for word in words)]
        return found


@pytest.fixture
def semester(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Semester]:
    """After the restore and its steps; nothing happens behind the test's back."""
    monkeypatch.setenv("WAKE_DELIVERY", "false")
    settings.cache_clear()
    _empty_buckets()
    made = Semester(portal, tmp_path / "copy")
    made.goes_on()
    made.gap()
    made.goes_back()
    yield made
    _empty_buckets()
    monkeypatch.undo()
    settings.cache_clear()


def _empty_buckets() -> None:
    """What other tests left there has no rows, and would count as numbers that were given out."""
    for bucket in (settings().private_bucket, settings().certificate_bucket):
        for name in _names(bucket):
            storage().delete(bucket, name)


def _names(bucket: str) -> set[str]:
    from common.ops.recovery.places import Bucket

    return Bucket(bucket).names()


def sent(portal: Portal) -> Counter[tuple[str, ...]]:
    return Counter((*mail.recipients, mail.subject) for mail in portal.campus.outbox.mails)


def test_the_way_back(semester: Semester) -> None:
    portal = semester.portal
    before = sent(portal)
    assert len(before) >= 4
    # A number that was given out stays given out: the next one follows it.
    semester.line(str(semester.lost), "0004/ASLAB/", "issue it again")
    with transaction() as db:
        assert db.scalar(select(certificate_counters.c.last)) == 4
        assert db.scalar(select(certificates.c.id).where(certificates.c.id == semester.lost)) is None
        again = actions.issue(db, make.as_actor(semester.admin), semester.late.id)
        assert db.scalar(select(certificates.c.sequence).where(certificates.c.id == again)) == 5
        lost = select(audit_log.c.new).where(audit_log.c.action == "certificate.lost")
        assert [new["number"][:4] for new in db.scalars(lost)] == ["0004"]
    # Nothing that was sent goes out a second time; what had failed before waits for an admin.
    draw_due()
    deliver_due()
    portal.campus.host.deliver("keep_house", "/schedule/begin_day", {})
    deliver_due()
    new = sent(portal) - before
    assert [subject for *_, subject in new] == [mail.subject for mail in portal.campus.outbox.mails[-1:]]
    assert "0005/ASLAB" in portal.campus.outbox.mails[-1].text
    [failed] = portal.as_(portal.new("admin")).call("list_messages", query={"state": "gagal"})["items"]
    mail = next(message for message in failed["messages"] if message["channel"] == "email")
    assert (mail["recipient"], mail["resendable"]) == ("tried@kampus.test", True)
    assert mail["error"] == "mungkin terkirim sebelum pemulihan"
    # What was drawn since counts as drawn; a file that is gone is drawn again, unless it was signed.
    semester.line(str(semester.undrawn), "counts as sent")
    semester.line(str(semester.first), "drawn again")
    semester.line(str(semester.signed), "cannot be drawn to the same bytes")
    # Both ways: a file without a row, and a row without its file.
    semester.line("documents/new.pdf", "no row knows")
    semester.line(semester.gone, "gcloud storage restore")
    assert not [line for line in semester.lines if semester.kept in line]
    # Nobody who was signed out since is signed in again.
    assert semester.session.call("current_session", expect=401).code == "session_ended"


def test_it_may_be_broken_off_and_repeated(semester: Semester) -> None:
    first, before = [*semester.lines], sent(semester.portal)
    semester.again()
    assert {line for line in semester.lines if "given out" in line} == {line for line in first if "given out" in line}
    deliver_due()
    assert sent(semester.portal) == before
    with transaction() as db:
        assert len(db.scalars(select(audit_log.c.id).where(audit_log.c.action == "certificate.lost")).all()) == 1


def test_files_that_no_row_knows_are_deleted_when_that_is_asked_for(semester: Semester) -> None:
    put_right(semester.at, semester.lines.append, delete_unknown=True)
    assert _names(settings().private_bucket) == {semester.kept}
