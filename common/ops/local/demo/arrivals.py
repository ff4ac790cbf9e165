"""The first days: accounts, passwords, academic periods; and later an account that is closed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from common.domain import audit
from common.domain.people.actions import add_user, deactivate_user
from common.domain.people.schemas import NewUser
from common.domain.people.sign_in import check_password
from common.domain.people.tables import NOTICE_VERSION, password_links, people
from common.domain.recruitment.periods import add_period
from common.ops.local.demo.deeds import ADMIN
from common.ops.local.demo.logins import PASSWORD
from common.ops.local.demo.persons import Person
from common.ops.local.demo.semester import MONDAY, TUESDAY, Span
from common.ops.local.demo.story import Made, Story
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.passwords import hash_password
from common.platform.db import Connection

if TYPE_CHECKING:
    from common.domain.recruitment.forms import PeriodFormForm

# What was typed in at first; the certificates hold the rest.
_MISTYPED = {"kevin": "Kevin Wijaya Tjin"}


def everybody_arrives(story: Story, persons: list[Person]) -> None:
    start = story.semester
    for person in persons:
        by = None if person.key == ADMIN else ADMIN
        story.at(start.at(-37, MONDAY, 8), partial(_add, story, person, by))
    story.at(start.at(-37, MONDAY, 10), _set_passwords)
    before, now = story.semester.span_before, story.semester.span
    story.at(start.at(-37, TUESDAY, 9), partial(_add_period, story, story.period_before, start.name_before, before))
    story.at(start.at(-15, MONDAY, 9), partial(_add_period, story, story.period, start.name, now))
    story.at(start.at(-14, MONDAY, 9), lambda db: deactivate_user(db, story.who[ADMIN], story.who["bayu"].person_id))
    story.at(start.days_ago(3, 7, 41), partial(_mistake, "3022311009", "114.79.2.38"))
    story.at(start.days_ago(1, 20, 6), partial(_mistake, "3022311012", "10.20.0.31"))


def _add(story: Story, person: Person, by: str | None, db: Connection) -> None:
    form = NewUser().load(person.form() | {"name": _MISTYPED.get(person.key, person.name)})
    made = add_user(db, story.who[by] if by else Actor.system(), form)
    address = f"10.20.{len(story.who) // 20}.{17 + len(story.who) % 20}"
    story.who[person.key] = Actor(made.id, made.role, made.name, made.number, ip=address)


def _set_passwords(db: Connection) -> None:
    """One hash for everybody: each takes long to make, which is its purpose."""
    now = clock.now()
    agreed = {"notice_version": NOTICE_VERSION, "notice_at": now}
    db.execute(update(people).values(password_hash=hash_password(PASSWORD), updated_at=now, **agreed))
    db.execute(update(password_links).values(used_at=now))
    for person_id in db.scalars(select(people.c.id).order_by(people.c.number)).all():
        audit.record(db, Actor.public(), "password.set", "person", person_id)


def _mistake(number: str, ip: str, db: Connection) -> None:
    """Somebody types a wrong password, or a number that does not exist."""
    check_password(db, Actor.public(ip), number, "kata sandi lama")


def _add_period(story: Story, into: Made, name: str, span: Span, db: Connection) -> None:
    form: PeriodFormForm = {"name": name, "starts_on": span[0], "ends_on": span[1]}
    into.made = add_period(db, story.who[ADMIN], form).id
