"""The program of the migration job: the schema with its rights, or the first admin."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from common.platform.errors import Invalid, Problem
from common.platform.settings import settings

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

    from common.domain.people.forms import NewUserForm


def main(arguments: Sequence[str]) -> None:
    """Without arguments the schema is brought up. A fault that a person can mend ends in one line and exit code 1."""
    parser = argparse.ArgumentParser(prog="main.py", description=__doc__)
    commands = parser.add_subparsers(metavar="command")
    works = {"first-admin": add_first_admin, "put-right": put_right, "backup-out": back_up}
    added = {name: commands.add_parser(name, help=work.__doc__) for name, work in works.items()}
    describe_admin(added["first-admin"])
    added["first-admin"].add_argument("--digest", default="")
    added["put-right"].add_argument("--at", required=True)
    added["put-right"].add_argument("--delete-unknown", action="store_true")
    added["backup-out"].add_argument("--to", required=True)
    for name, command in added.items():
        command.set_defaults(work=works[name])
    given = vars(parser.parse_args(arguments))
    with failing_in_one_line():
        given.pop("work", bring_up)(**given)


def describe_admin(parser: argparse.ArgumentParser) -> None:
    """The options of `first-admin`, which are what `add_first_admin` takes."""
    for name in ("number", "name", "email"):
        parser.add_argument(f"--{name}", required=True)


def bring_up() -> None:
    """Bring the schema up, and the rights of the functions' users with it."""
    from common.ops.migrations import upgrade
    from common.platform.db import engine

    if newer := upgrade(engine(), users=_users()):
        _print(f"The schema is of a newer version, {newer}, and stays: this version goes on with it.")


def add_first_admin(number: str, name: str, email: str, digest: str = "") -> None:
    """Add an admin, who gets the link for a password by mail.

    `digest` is that of a link which an operator hands over; for it the admin may be there already, without a password.
    """
    from common.domain.people.actions import add_user
    from common.domain.people.passwords import keep_first_link
    from common.platform.auth import Actor, Role
    from common.platform.db import transaction

    form = _checked({"number": number, "name": name, "email": email, "role": str(Role.ADMIN)})
    with transaction() as db:
        waiting = _without_password(db, form) if digest else None
        person_id = waiting or add_user(db, Actor.system(), form).id
        if digest:
            keep_first_link(db, person_id, digest)


def _without_password(db: Connection, form: NewUserForm) -> UUID | None:
    """The admin of this number who never had one."""
    from sqlalchemy import select

    from common.domain.people.tables import people

    same = (people.c.number == form["number"]) & (people.c.role == form["role"]) & people.c.active
    found: UUID | None = db.scalar(select(people.c.id).where(same, people.c.password_hash.is_(None)))
    return found


def put_right(at: str, *, delete_unknown: bool) -> None:
    """After a restore to the moment `at`: put down what the world has seen since, and print what was lost."""
    from common.ops.recovery.restored import moment
    from common.ops.recovery.restored import put_right as put_all_right

    put_all_right(moment(at), _print, delete_unknown=delete_unknown)


def back_up(to: str) -> None:
    """A copy of everything into gs://bucket/prefix."""
    from common.ops.recovery.backup import back_up as copy_all
    from common.ops.recovery.places import place

    copy_all(place(to), _print)


def _print(line: str) -> None:
    """Whole: the log would hide the names of files."""
    sys.stdout.write(f"{line}\n")


@contextmanager
def failing_in_one_line() -> Iterator[None]:
    """Ends the program with one line on the standard error; a fault that nobody can foresee keeps its traceback."""
    from sqlalchemy.exc import DBAPIError

    from common.ops.migrations.grants import NotGranted
    from common.ops.migrations.newer import NotBorne

    try:
        yield
    except Problem as refused:
        raise SystemExit(_sentence(refused)) from None
    except DBAPIError as fault:
        raise SystemExit(f"The database refused: {_message(fault)}") from None
    except (NotBorne, NotGranted, OSError, ValueError) as fault:
        raise SystemExit(" ".join(str(fault).split())) from None


def _users() -> Mapping[str, str]:
    from common.ops.migrations.grants import NotGranted

    try:
        users: Mapping[str, str] = json.loads(settings().function_users or "{}")
    except ValueError as wrong:
        raise NotGranted(f"FUNCTION_USERS is no JSON: {wrong}") from wrong
    return users


def _checked(form: Mapping[str, str]) -> NewUserForm:
    """As the portal would take it. Raises Invalid."""
    from marshmallow import ValidationError

    from common.domain.people.schemas import NewUser
    from common.platform.fields import flatten

    try:
        loaded: NewUserForm = NewUser().load(form)
    except ValidationError as wrong:
        raise Invalid(fields=flatten(wrong.messages)) from wrong
    return loaded


def _sentence(refused: Problem) -> str:
    """At its fields where it has some, as in `email: ...`; an operator hears of the fault that a caller is spared."""
    if refused.status >= 500 and refused.__cause__:
        return _message(refused.__cause__)
    at_fields = [f"{field}: {text.en}" for field, texts in refused.fields.items() for text in texts]
    return "; ".join(at_fields) or refused.text().en


def _message(fault: object) -> str:
    """PostgreSQL's own sentence, or the driver's."""
    said = getattr(getattr(fault, "orig", None), "args", None) or (str(fault),)
    sentence = said[0].get("M", "") if isinstance(said[0], dict) else str(said[0])
    return " ".join(str(sentence).split())
