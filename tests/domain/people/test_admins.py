"""Always somebody who can let others in: the last active admin stays (USR-09)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, update

from common.domain.people import actions
from common.domain.people.campus_accounts import by_campus_alone
from common.domain.people.errors import LastAdmin
from common.domain.people.tables import PersonRole, people
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import own
from tests.races import Decision, at_once, behind, wait_for_a_lock


def deactivated_admins(db: Connection) -> list[UUID]:
    admins = update(people).where(people.c.role == PersonRole.ADMIN, people.c.active)
    return list(db.scalars(admins.values(active=False).returning(people.c.id)).all())


def activate_again(db: Connection, ids: list[UUID]) -> None:
    db.execute(update(people).where(people.c.id.in_(ids)).values(active=True))


@pytest.fixture
def no_other_admin(db: Connection) -> Iterator[None]:
    """All other admins are none while the test runs."""
    others = deactivated_admins(db)
    yield
    activate_again(db, others)


@pytest.fixture
def no_other_admin_committed(committed: None) -> Iterator[None]:
    with transaction() as db:
        others = deactivated_admins(db)
    yield
    with transaction() as db:
        activate_again(db, others)


def still_active(db: Connection, person: Any) -> bool:
    return bool(db.scalar(own(people, people.c.active).where(people.c.id == person.id)))


@pytest.mark.usefixtures("no_other_admin")
def test_the_last_admin_stays(db: Connection) -> None:
    admin = make.admin(db)
    with pytest.raises(LastAdmin):
        actions.deactivate_user(db, make.as_actor(admin), admin.id)


def test_no_admin_goes_by_the_own_hand(db: Connection) -> None:
    admin, _ = make.admin(db), make.admin(db)
    with pytest.raises(LastAdmin):
        actions.deactivate_user(db, make.as_actor(admin), admin.id)
    assert still_active(db, admin)


@pytest.mark.usefixtures("no_other_admin")
def test_inactive_admins_lecturers_and_students_do_not_count(db: Connection) -> None:
    last, gone = make.admin(db), make.admin(db, active=False)
    make.lecturer(db)
    make.student(db)
    with pytest.raises(LastAdmin):
        actions.deactivate_user(db, make.as_actor(gone), last.id)
    assert still_active(db, last)


@pytest.mark.usefixtures("no_other_admin")
def test_one_of_two_admins_may_go(db: Connection) -> None:
    first, second = make.admin(db), make.admin(db)
    assert not actions.deactivate_user(db, make.as_actor(first), second.id).active
    assert (still_active(db, first), still_active(db, second)) == (True, False)


@pytest.mark.usefixtures("no_other_admin")
@pytest.mark.parametrize("values", [{"role": "mahasiswa"}, {"role": "dosen"}, {"role": "admin", "active": False}])
def test_the_last_admin_deactivates_whoever_is_no_active_admin(db: Connection, values: dict[str, Any]) -> None:
    last, other = make.admin(db), make.person(db, **values)
    assert not actions.deactivate_user(db, make.as_actor(last), other.id).active


def deactivation(by: Any, of: Any) -> Decision:
    return lambda db: actions.deactivate_user(db, make.as_actor(by), of.id)


@pytest.mark.usefixtures("no_other_admin_committed")
def test_of_two_admins_who_deactivate_each_other_one_stays() -> None:
    with transaction() as db:
        one, other = make.admin(db), make.admin(db)
    assert behind(deactivation(one, other), deactivation(other, one)) == "last_admin"
    with transaction() as db:
        assert (still_active(db, one), still_active(db, other)) == (True, False)


@pytest.mark.usefixtures("no_other_admin_committed")
def test_admins_are_locked_in_one_order_so_that_none_waits_in_a_circle() -> None:
    low, high = (UUID(int=n << 96) for n in (1, 2**32 - 1))
    with transaction() as db:
        # The row that is locked last lies first in the table.
        last, first = make.admin(db, id=high), make.admin(db, id=low)
    with ThreadPoolExecutor(1) as thread, transaction() as db:
        db.execute(own(people).where(people.c.id == low).with_for_update())
        waiting = thread.submit(at_once, [deactivation(first, last)])
        wait_for_a_lock()
        with transaction() as other:
            free = own(people, people.c.id).where(people.c.id == high).with_for_update(skip_locked=True)
            assert other.scalar(free) == high
        db.rollback()
        assert waiting.result(timeout=30) == {"done": 1}


@pytest.mark.usefixtures("no_other_admin")
def test_auth_18_the_last_admin_s_password_is_never_off(db: Connection, setting: Callable[[str, str], None]) -> None:
    """Admin terakhir selalu bisa masuk dengan kata sandi."""
    setting("CAMPUS_ISSUER", "https://sso.kampus.test")
    setting("PASSWORD_OFF_FOR", "admin")
    admin = make.admin(db)
    make.admin(db, active=False)
    assert not by_campus_alone(db, admin)
    make.admin(db)
    assert by_campus_alone(db, admin)
