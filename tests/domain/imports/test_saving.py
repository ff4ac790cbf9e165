"""What the preview showed is saved once, piece by piece; whatever has changed since then is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from common.domain.audit.tables import audit_log
from common.domain.imports import actions, reading
from common.domain.imports.errors import ImportNotReady, NothingToImport
from common.domain.imports.expiry import forget_imports
from common.domain.imports.queries import shown_import
from common.domain.imports.tables import people_import_pieces, people_imports
from common.domain.imports.tasks import SAVE
from common.domain.imports.work import import_due
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.platform import clock
from common.platform.db import transaction
from common.platform.queue import Priority, TaskState, tasks
from tests import factories as make
from tests.bystanders import own
from tests.domain.imports.scene import admin, counts, people_named, read, refusals, row, save, sheet

pytestmark = pytest.mark.usefixtures("committed")
SITI, BUDI = ["0099001", "Siti", "siti@contoh.test"], ["0099002", "Budi", "budi@contoh.test"]


def invitations() -> list[Any]:
    with transaction() as db:
        return list(db.execute(own(messages).where(messages.c.kind == "account_created")))


def test_new_accounts_get_a_link_behind_what_is_urgent_and_a_line_in_the_log() -> None:
    by = admin()
    done = save(by, read(by, sheet(SITI, BUDI)), invite=True)
    assert (done.state, counts(done), done.upload_id) == ("selesai", (2, 0, 0, 0), None)
    found = people_named("0099001", "0099002")
    assert [(one.name, one.role, one.has_password) for one in found.values()] == [
        ("Siti", "mahasiswa", False),
        ("Budi", "mahasiswa", False),
    ]
    assert {(one.recipient, one.priority) for one in invitations()} == {
        ("siti@contoh.test", Priority.NORMAL),
        ("budi@contoh.test", Priority.NORMAL),
    }
    with transaction() as db:
        lines = db.execute(own(audit_log).where(audit_log.c.actor_id == by.id).order_by(audit_log.c.id)).all()
    assert [line.action for line in lines] == [
        "import.started",
        "import.confirmed",
        "person.added",
        "person.added",
        "import.finished",
    ]
    assert lines[-1].new == {"added": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert lines[2].ip == "127.0.0.1"


def test_nobody_is_invited_unless_it_is_wanted() -> None:
    by = admin()
    save(by, read(by, sheet(SITI)))
    assert (list(people_named("0099001")), invitations()) == (["0099001"], [])


def test_a_changed_account_is_edited_as_by_hand() -> None:
    """A new address gets the first link of who has no password yet; who has one is told at both (USR-11)."""
    by = admin()
    with transaction() as db:
        without, with_one = make.student(db), make.student(db, password_hash="x")
    rows = ([one.number, "Nama Baru", f"baru{n}@contoh.test"] for n, one in enumerate((without, with_one)))
    done = save(by, read(by, sheet(*rows)), invite=False)
    assert counts(done) == (0, 2, 0, 0)
    assert {one.name for one in people_named(without.number, with_one.number).values()} == {"Nama Baru"}
    with transaction() as db:
        kinds = db.execute(own(messages, messages.c.person_id, messages.c.kind).distinct()).all()
    assert set(map(tuple, kinds)) == {
        (without.id, "account_created"),
        (with_one.id, "email_changed"),
        (with_one.id, "email_taken_up"),
    }


def test_what_has_changed_since_the_preview_is_refused_or_is_so_already() -> None:
    by = admin()
    with transaction() as db:
        edited, left = make.student(db, name="Lama"), make.student(db, name="Lama")
    rows = [[one.number, "Baru", one.email] for one in (edited, left)]
    late = [["0099003", "Rina", "rina@contoh.test"], ["0099004", "Eko", "eko@contoh.test"]]
    made = read(by, sheet(SITI, BUDI, *late, *rows))
    assert counts(made) == (4, 2, 0, 0)
    with transaction() as db:
        make.student(db, number=SITI[0], name="Siti", email=SITI[2])
        make.student(db, number=BUDI[0], name="Orang lain", email="lain@contoh.test")
        make.student(db, email="rina@contoh.test")
        db.execute(update(people).where(people.c.id == edited.id).values(name="Diubah"))
    done = save(by, made)
    since = "Akun ini berubah setelah pratinjau; impor ulang berkasnya"
    assert (done.state, counts(done)) == ("selesai", (1, 1, 1, 3))
    assert refusals(done) == {3: [since], 4: ["Email sudah digunakan akun lain"], 6: [since]}
    assert people_named(left.number)[left.number].name == "Baru"
    assert people_named(edited.number)[edited.number].name == "Diubah"


def test_two_admins_who_save_the_same_file_add_everybody_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PIECE", 5)
    by, other = admin(), admin()
    rows = [[f"00991{n:02d}", f"Orang {n}", f"o{n}@contoh.test"] for n in range(20)]
    first, second = read(by, sheet(*rows)), read(other, sheet(*reversed(rows)))
    with transaction() as db:
        for who, made in ((by, first), (other, second)):
            actions.confirm(db, make.as_actor(who), made.id, invite=True)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: import_due(), range(2)))
    import_due()
    with transaction() as db:
        assert db.scalar(own(people, func.count()).where(people.c.number.startswith("00991"))) == 20
    assert len(invitations()) == 20
    ends = [row(made.id) for made in (first, second)]
    assert [one.state for one in ends] == ["selesai", "selesai"]
    assert sum(one.added for one in ends) == 20
    assert {sum(counts(one)) for one in ends} == {20}


def test_a_piece_that_is_done_twice_adds_nothing_the_second_time() -> None:
    by = admin()
    done = save(by, read(by, sheet(SITI)), invite=True)
    with transaction() as db:
        db.execute(update(people_imports).where(people_imports.c.id == done.id).values(state="disimpan"))
        db.execute(update(tasks).where(tasks.c.kind == SAVE).values(state=TaskState.QUEUED, claimed_until=None))
    import_due()
    assert (len(people_named("0099001")), len(invitations())) == (1, 1)


def test_it_is_confirmed_once_and_only_when_it_would_change_something() -> None:
    by = admin()
    made = read(by, sheet(SITI))
    save(by, made)
    again = read(by, sheet(SITI))
    with transaction() as db:
        with pytest.raises(ImportNotReady):
            actions.confirm(db, make.as_actor(by), made.id, invite=True)
        with pytest.raises(NothingToImport):
            actions.confirm(db, make.as_actor(by), again.id, invite=True)


def test_what_was_given_up_is_shown_and_tried_again() -> None:
    by = admin()
    made = read(by, sheet(SITI))
    with transaction() as db:
        actions.confirm(db, make.as_actor(by), made.id, invite=False)
        given_up = {"state": TaskState.FAILED, "error": "gagal", "error_en": "failed"}
        db.execute(update(tasks).where(tasks.c.kind == SAVE).values(given_up))
    with transaction() as db:
        assert shown_import(db, made.id, "en")["trouble"] == "failed"
        actions.confirm(db, make.as_actor(by), made.id, invite=False)
    import_due()
    assert row(made.id).state == "selesai"


def test_an_import_is_forgotten_after_a_month_with_its_rows() -> None:
    by = admin()
    old, young = read(by, sheet(SITI)), read(by, sheet(BUDI))
    with transaction() as db:
        long_ago = clock.now() - timedelta(days=31)
        db.execute(update(people_imports).where(people_imports.c.id == old.id).values(created_at=long_ago))
        forget_imports(db)
        assert set(db.scalars(own(people_imports, people_imports.c.id))) == {young.id}
        pieces = select(func.count()).where(people_import_pieces.c.import_id == old.id)
        assert db.scalar(pieces) == 0
