"""What people do again and again in the story, each by the product's own action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from common.domain.assistants import actions as contracts
from common.domain.recruitment import applications, selection, vacancies
from common.domain.recruitment.application_schemas import NewApplication
from common.domain.recruitment.tables import criteria
from common.domain.recruitment.vacancy_schemas import NewVacancy
from common.domain.uploads.tables import Purpose
from common.ops.local.demo.applicants import Papers
from common.ops.local.demo.files import Drawing
from common.ops.local.demo.pictures import THEMES, Poster, pamphlet
from common.ops.local.demo.story import Made, Story
from common.ops.local.demo.vacancies import Vacancy
from common.platform import clock
from common.platform.auth import Actor
from common.platform.calendar_text import moment_text
from common.platform.db import Connection
from common.platform.documents.kinds import JPEG, PNG

if TYPE_CHECKING:
    from common.domain.recruitment.forms import PointsForm

ADMIN = "sulastri"


@dataclass
class Opening(Made):
    """A vacancy; `lecturer` is the key of its owner."""

    vacancy: Vacancy = field(kw_only=True)
    lecturer: str = field(kw_only=True)


@dataclass
class Try(Made):
    """An application."""

    student: str = field(kw_only=True)
    opening: Opening = field(kw_only=True)


@dataclass
class Job(Made):
    """A contract."""

    hired: Try = field(kw_only=True)


@dataclass(frozen=True)
class Terms:
    """How a vacancy is offered; `helpers` are keys of co-lecturers."""

    opens: datetime
    closes: datetime
    quota: int
    period: Made
    period_name: str
    created: datetime | None = None
    helpers: Sequence[str] = ()
    state: str = "terbit"


def offer(story: Story, lecturer: str, vacancy: Vacancy, terms: Terms) -> Opening:
    """A vacancy with its pamphlet, written down a day before it opens unless said otherwise."""
    opening = Opening(vacancy=vacancy, lecturer=lecturer)
    when = terms.created or terms.opens - timedelta(days=2, hours=18)
    poster = _pamphlet(vacancy, terms) if terms.state == "terbit" else None

    def deed(db: Connection) -> None:
        owner = story.who[lecturer]
        pamphlet_id = poster and str(story.files.send(db, owner, poster))
        form = {
            "course": vacancy.course,
            "program": vacancy.program,
            "days": list(vacancy.days),
            "quota": terms.quota,
            "description": vacancy.description,
            "requirements": vacancy.requirements,
            "minimum_ipk": vacancy.ipk,
            "minimum_semester": vacancy.semester,
            "documents": list(vacancy.documents),
            "opens_at": terms.opens.isoformat(),
            "closes_at": terms.closes.isoformat(),
            "criteria": [{"name": name, "weight": weight} for name, weight in vacancy.criteria],
            "co_lecturers": [story.who[key].number for key in terms.helpers],
            "period_id": str(terms.period.id),
            "pamphlet_id": pamphlet_id,
            "state": terms.state,
        }
        opening.made = vacancies.publish_vacancy(db, owner, NewVacancy().load(form))

    story.at(when, deed)
    return opening


def _pamphlet(vacancy: Vacancy, terms: Terms) -> Drawing:
    jpeg = vacancy.theme % 2 == 0
    deadline = moment_text(terms.closes, "id").replace(" pukul ", ", ")
    poster = Poster(vacancy.course, vacancy.lab, terms.period_name, vacancy.points, terms.quota, deadline)
    draw = partial(pamphlet, poster, THEMES[vacancy.theme], jpeg=jpeg)
    return Drawing(Purpose.PAMPHLET, JPEG if jpeg else PNG, draw)


def apply(story: Story, papers: Papers, student: str, opening: Opening, when: datetime) -> Try:
    """An application with everything that the vacancy asks for."""
    made = Try(student=student, opening=opening)
    application = papers.of(student, opening.vacancy, opening.lecturer, when)

    def deed(db: Connection) -> None:
        me = story.who[student]
        documents = [{"kind": kind, "upload_id": str(one.sent(db, me))} for kind, one in application.documents.items()]
        form = NewApplication().load({**application.fields, "documents": documents})
        made.made = applications.submit(db, me, opening.id, form)

    story.at(when, deed)
    story.applied_on.add(clock.campus_day(when))
    return made


def withdraw(story: Story, tried: Try, when: datetime) -> None:
    story.at(when, lambda db: applications.withdraw(db, story.who[tried.student], tried.id))


def invite(story: Story, tried: Try, when: datetime, *, to: datetime, place: str) -> None:
    story.at(when, lambda db: selection.invite(db, _decider(story, tried), tried.id, at=to, place=place))


def score(story: Story, tried: Try, when: datetime, *points: int) -> None:
    """Points in the order of the criteria; fewer leave the sheet unfinished."""

    def deed(db: Connection) -> None:
        wanted = select(criteria.c.id).where(criteria.c.vacancy_id == tried.opening.id).order_by(criteria.c.position)
        lines = zip(db.scalars(wanted).all(), points, strict=False)
        sheet: list[PointsForm] = [{"criterion_id": key, "points": one} for key, one in lines]
        selection.score(db, _decider(story, tried), tried.id, sheet)

    story.at(when, deed)


def accept(story: Story, tried: Try, when: datetime) -> None:
    story.at(when, lambda db: selection.accept(db, _decider(story, tried), tried.id))


def let_wait(story: Story, tried: Try, when: datetime) -> None:
    story.at(when, lambda db: selection.put_on_waiting_list(db, _decider(story, tried), tried.id))


def reject(story: Story, tried: Try, when: datetime, reason: str) -> None:
    story.at(when, lambda db: selection.reject(db, _decider(story, tried), tried.id, reason=reason))


def activate(story: Story, tried: Try, when: datetime, starts_on: date, ends_on: date) -> Job:
    job = Job(hired=tried)

    def deed(db: Connection) -> None:
        job.made = contracts.activate(db, story.who[ADMIN], tried.id, starts_on=starts_on, ends_on=ends_on)

    story.at(when, deed)
    return job


def end(story: Story, job: Job, when: datetime, reason: str) -> None:
    story.at(when, lambda db: contracts.end(db, _decider(story, job.hired), job.id, reason=reason))


def _decider(story: Story, tried: Try) -> Actor:
    return story.who[tried.opening.lecturer]
