"""What rows of a file would change: each is compared with the account that has its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.imports.documents import Values
from common.domain.imports.lines import Line
from common.domain.imports.reasons import EMAIL_TAKEN, OTHER_ROLE
from common.domain.imports.schemas import FIELDS
from common.domain.imports.states import LineKind
from common.domain.people.queries import people_known_by
from common.domain.people.tables import PersonRole
from common.platform.db import Connection
from common.platform.fields import required
from common.platform.fields.normal import number
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

_ROLES = {
    PersonRole.STUDENT: Text("mahasiswa", en="student"),
    PersonRole.LECTURER: Text("dosen", en="lecturer"),
    PersonRole.ADMIN: Text("admin", en="admin"),
}
# Of a new account; what a file leaves blank stays as it is with the others.
_NEEDED = ("name", "email")
_OPTIONAL = ("program", "whatsapp")


@dataclass(frozen=True)
class Difference:
    """`data` is all of a new account, and of another one what changes; `old` is what that replaces."""

    line: Line
    kind: LineKind
    person_id: UUID | None
    data: Values
    old: Values | None = None


@dataclass(frozen=True)
class Known:
    """The accounts that rows may be about, by number and by address."""

    by_number: Mapping[str, PersonRow]
    by_email: Mapping[str, PersonRow]

    @classmethod
    def to(cls, db: Connection, values: Sequence[Values]) -> Known:
        numbers = {one["number"] for one in values if "number" in one}
        emails = {one["email"] for one in values if "email" in one}
        found = people_known_by(db, numbers, emails)
        by_number = {number(row.number): row for row in found if row.number_double == 0}
        return cls(by_number, {row.email.lower(): row for row in found if row.email})

    def difference(self, line: Line, role: str) -> Difference:
        person = self.by_number.get(line.values.get("number", ""))
        _require(line, person, role)
        owner = self.by_email.get(line.values.get("email", ""))
        if owner and (person is None or owner.id != person.id):
            line.refuse("email", EMAIL_TAKEN)
        person_id = person.id if person else None
        if line.reasons:
            return Difference(line, LineKind.REFUSED, person_id, {})
        if person is None:
            return Difference(line, LineKind.NEW, None, dict.fromkeys(_OPTIONAL) | line.values | {"role": role})
        old = {name: getattr(person, name) for name in FIELDS if name in line.values and name != "number"}
        new = {name: line.values[name] for name, value in old.items() if line.values[name] != value}
        kind = LineKind.CHANGED if new else LineKind.UNCHANGED
        return Difference(line, kind, person_id, new, {name: old[name] for name in new})


def differences(db: Connection, lines: Sequence[Line], role: str) -> list[Difference]:
    known = Known.to(db, [line.values for line in lines])
    return [known.difference(line, role) for line in lines]


def _require(line: Line, person: PersonRow | None, role: str) -> None:
    """What a new account needs, and that another one is of the role that is imported."""
    wrong = {name for name, _ in line.reasons}
    needed = ("number", *_NEEDED) if person is None else ("number",)
    for name in needed:
        if name not in line.values and name not in wrong:
            line.refuse(name, required(FIELDS[name]))
    if person is not None and person.role != role:
        line.refuse("number", OTHER_ROLE.format(role=_ROLES[PersonRole(person.role)]))
