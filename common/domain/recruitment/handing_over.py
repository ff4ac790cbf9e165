"""The vacancies of a lecturer go to another one, with their candidates and aslab (LOW-15)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, select, update

from common.domain import audit
from common.domain.notifications.queue import Recipient, notify
from common.domain.people.queries import person
from common.domain.people.tables import PersonRole, people
from common.domain.recruitment.share_tasks import ask_for_page
from common.domain.recruitment.tables import co_lecturers, vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, maybe, without_secrets
from common.platform.errors import Invalid, NotFound
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.recruitment.forms import HandOverForm
    from common.domain.recruitment.rows import VacancyRow

_NO_SUCH_LECTURER = Text(
    "NIP dosen lain yang aktif tidak ditemukan", en="There is no other active lecturer with this NIP", code="no_such"
)


def hand_over(db: Connection, actor: Actor, lecturer_id: UUID, form: HandOverForm) -> None:
    """From now on the successor owns them, and the lecturer has no part in them; both are notified.

    Raises NotFound when one of them is not the lecturer's.
    """
    former, successor = person(db, lecturer_id), _successor(db, lecturer_id, form["successor"])
    wanted = set(form["vacancy_ids"])
    these = select(vacancies).where(vacancies.c.lecturer_id == lecturer_id, vacancies.c.id.in_(wanted))
    rows: Sequence[VacancyRow] = all_of(db, these.order_by(vacancies.c.id).with_for_update())
    if len(rows) != len(wanted):
        raise NotFound()
    for row in rows:
        helping = (co_lecturers.c.vacancy_id == row.id) & co_lecturers.c.lecturer_id.in_([successor.id, lecturer_id])
        db.execute(delete(co_lecturers).where(helping))
        this = update(vacancies).where(vacancies.c.id == row.id)
        db.execute(this.values(lecturer_id=successor.id, updated_at=clock.now()))
        ask_for_page(db, row.id)
        old, new = {"lecturer": former.number}, {"lecturer": successor.number, "on_behalf_of": former.number}
        audit.record(db, actor, "vacancy.handed_over", "vacancy", row.id, old=old, new=new)
    event = f"{lecturer_id}:{successor.id}:{clock.now().isoformat()}"
    courses = [row.course for row in rows]
    said = {"name": former.name, "courses": courses, "lecturer": successor.name}
    notify(db, Recipient.of(former), "vacancies_handed_over", f"vacancies_handed_over:{event}", said)
    said = {"name": successor.name, "courses": courses, "lecturer": former.name}
    notify(db, Recipient.of(successor), "vacancies_taken_over", f"vacancies_taken_over:{event}", said)


def _successor(db: Connection, lecturer_id: UUID, number: str) -> PersonRow:
    """Held, so that the account is not shut meanwhile."""
    is_lecturer = (people.c.role == PersonRole.LECTURER) & people.c.active & (people.c.id != lecturer_id)
    wanted = select(*without_secrets(people)).where(people.c.number == number, is_lecturer)
    found: PersonRow | None = maybe(db, wanted.with_for_update(read=True))
    if found is None:
        raise Invalid(fields={"successor": [_NO_SUCH_LECTURER]})
    return found
