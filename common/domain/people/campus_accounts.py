"""Whose account a campus account is, and whose password is off because of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from common.domain import audit
from common.domain.people.tables import PersonRole, people
from common.platform import clock
from common.platform.addresses import split_address
from common.platform.auth import Actor
from common.platform.db import Connection, maybe, without_secrets
from common.platform.fields import normal
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

_LONGEST_NUMBER, _LONGEST_NAME = 30, 120


@dataclass(frozen=True)
class CampusAccount:
    """`number` is empty where the campus names none that counts; `email` only where the campus has verified it."""

    number: str
    name: str
    email: str

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]

    @classmethod
    def by(cls, claims: Mapping[str, object]) -> CampusAccount:
        """The number is a claim, or what stands before the @; an address of a foreign domain is nobody's."""
        here, email = settings(), _verified(claims)
        number = claims.get(here.campus_number_claim) if here.campus_number_claim else email.partition("@")[0]
        name = claims.get("name")
        known = cls(_number(number), normal.line(name)[:_LONGEST_NAME] if isinstance(name, str) else "", email)
        domains = listed(here.campus_domains)
        foreign = known.domain not in domains if domains else not here.campus_number_claim
        return cls("", known.name, email) if foreign else known


def account_of(db: Connection, campus: CampusAccount) -> PersonRow | None:
    """The account that holds the number, kept as it is until the commit."""
    if not campus.number:
        return None
    same = (func.normal_number(people.c.number) == campus.number) & (people.c.number_double == 0)
    return maybe(db, select(*without_secrets(people)).where(same).with_for_update(read=True))


def first_account_of(db: Connection, actor: Actor, campus: CampusAccount) -> PersonRow | None:
    """A student's account made at the first sign-in, where the campus wants that; None where somebody has the address.

    Of two first sign-ins at once one makes the account, and the other finds it.
    """
    if not campus.number or campus.domain not in listed(settings().campus_student_domains):
        return None
    # Hardly ever: what only PostgreSQL says is loaded here.
    from sqlalchemy.dialects.postgresql import insert

    now, who = clock.now(), {"number": campus.number, "name": campus.name or campus.number, "email": campus.email}
    row = {**who, "role": PersonRole.STUDENT, "created_at": now, "updated_at": now}
    making = insert(people).values(row).on_conflict_do_nothing().returning(*without_secrets(people))
    made: PersonRow | None = maybe(db, making)
    if made is None:
        return account_of(db, campus)
    audit.record(db, actor, "person.added", "person", made.id, new={**who, "role": PersonRole.STUDENT})
    return made


def by_campus_alone(db: Connection, person: PersonRow) -> bool:
    """Whether the role's passwords are off; that of the last admin never is."""
    here = settings()
    if not here.campus_issuer or person.role not in listed(here.password_off_for):
        return False
    admins = select(func.count()).select_from(people).where(people.c.role == PersonRole.ADMIN, people.c.active)
    return person.role != PersonRole.ADMIN or db.scalar(admins) != 1


def listed(setting: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in setting.split(",") if part.strip())


def _verified(claims: Mapping[str, object]) -> str:
    """The address in lower case, if the campus has verified it and mail can be sent to it; else nothing."""
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        return ""
    try:
        split_address(email)
    except ValueError:
        return ""
    return email.lower()


def _number(claim: object) -> str:
    if isinstance(claim, int) and not isinstance(claim, bool):
        claim = str(claim)
    number = normal.number(claim) if isinstance(claim, str) else ""
    return number if len(number) <= _LONGEST_NUMBER and number.isprintable() else ""
