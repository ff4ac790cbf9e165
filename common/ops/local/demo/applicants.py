"""What applicants send in: their papers, and a form that agrees with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from common.domain.recruitment.tables import DocumentKind
from common.domain.uploads.tables import Purpose
from common.ops.local.demo.curriculum import grades_near, ipk_of
from common.ops.local.demo.files import Drawing
from common.ops.local.demo.lives import life_of
from common.ops.local.demo.papers import Applicant, cover_letter, curriculum_vitae, transcript
from common.ops.local.demo.persons import Person
from common.ops.local.demo.semester import semester_of
from common.ops.local.demo.story import Story
from common.ops.local.demo.vacancies import Vacancy
from common.platform import clock
from common.platform.auth import Actor
from common.platform.content_types import PDF
from common.platform.db import Connection

_LOWEST, _HIGHEST = 332, 392


@dataclass
class Paper:
    """Sent in with the first application that it goes with, and named again by the others."""

    story: Story
    drawing: Drawing
    _upload: UUID | None = None

    def sent(self, db: Connection, owner: Actor) -> UUID:
        self._upload = self._upload or self.story.files.send(db, owner, self.drawing)
        return self._upload


@dataclass(frozen=True)
class Application:
    fields: dict[str, Any]
    documents: dict[DocumentKind, Paper]


class Papers:
    """CV and transcript are made once a student and semester, as people do; a cover letter for each vacancy."""

    def __init__(self, story: Story, people: dict[str, Person], head: str) -> None:
        self._story, self._people, self._head = story, people, head
        self._usual: dict[tuple[str, int], tuple[dict[DocumentKind, Paper], Decimal]] = {}

    def of(self, student: str, vacancy: Vacancy, lecturer: str, when: datetime) -> Application:
        """What the student sends in for the vacancy at that moment."""
        one = self._people[student]
        semester = semester_of(one.number, clock.campus_day(when))
        me = Applicant(one.name, one.number, one.program or "", one.email, one.whatsapp, semester)
        if (student, semester) not in self._usual:
            self._usual[student, semester] = self._made(me, when)
        papers, ipk = self._usual[student, semester]
        if DocumentKind.COVER_LETTER in vacancy.documents:
            to = self._people[lecturer].name
            letter = partial(cover_letter, me, vacancy.course, to, clock.campus_day(when), ipk)
            papers = papers | {DocumentKind.COVER_LETTER: self._paper(letter)}
        fields = {"email": me.email, "whatsapp": me.whatsapp, "semester": semester, "ipk": str(ipk)}
        return Application(fields, papers)

    def _made(self, me: Applicant, when: datetime) -> tuple[dict[DocumentKind, Paper], Decimal]:
        chance = Random(f"{me.number} {me.semester}")
        grades = grades_near(Decimal(chance.randrange(_LOWEST, _HIGHEST)) / 100, me.semester, chance)
        ipk = ipk_of(grades)
        cv = partial(curriculum_vitae, me, life_of(me.number), ipk)
        table = partial(transcript, me, grades, ipk, clock.campus_day(when), self._head)
        return {DocumentKind.CV: self._paper(cv), DocumentKind.TRANSCRIPT: self._paper(table)}, ipk

    def _paper(self, draw: partial[bytes]) -> Paper:
        return Paper(self._story, Drawing(Purpose.DOCUMENT, PDF, draw))
