"""What applicants send in: their papers, and a form that agrees with them."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from common import clock
from common.auth import Actor
from common.db import Connection
from common.documents.kinds import PDF
from common.local.demo.curriculum import grades_near, ipk_of
from common.local.demo.files import Files
from common.local.demo.lives import life_of
from common.local.demo.papers import Applicant, cover_letter, curriculum_vitae, transcript
from common.local.demo.persons import Person
from common.local.demo.posts import Post
from common.local.demo.semester import semester_of
from common.recruitment.tables import DocumentKind
from common.uploads.tables import Purpose

_LOWEST, _HIGHEST = 332, 392


class Papers:
    """CV and transcript are made once a student and semester, as people do; a cover letter for each post."""

    def __init__(self, files: Files, people: dict[str, Person], head: str) -> None:
        self._files, self._people, self._head = files, people, head
        self._sent: dict[tuple[UUID, int], tuple[UUID, UUID, Decimal]] = {}

    def form(self, db: Connection, student: Actor, post: Post, lecturer: str) -> dict[str, Any]:
        """A filled application form, after the files in it were sent."""
        me = self._applicant(student)
        cv, grades, ipk = self._usual(db, student, me)
        documents = [(DocumentKind.CV, cv), (DocumentKind.TRANSCRIPT, grades)]
        if DocumentKind.COVER_LETTER in post.documents:
            letter = cover_letter(me, post.course, lecturer, clock.today(), ipk)
            documents.append((DocumentKind.COVER_LETTER, self._send(db, student, letter)))
        return {
            "email": me.email,
            "whatsapp": me.whatsapp,
            "semester": me.semester,
            "ipk": str(ipk),
            "documents": [{"kind": kind, "upload_id": str(key)} for kind, key in documents],
        }

    def _usual(self, db: Connection, student: Actor, me: Applicant) -> tuple[UUID, UUID, Decimal]:
        key = (student.person_id, me.semester)
        if key not in self._sent:
            chance = Random(f"{me.number} {me.semester}")
            grades = grades_near(Decimal(chance.randrange(_LOWEST, _HIGHEST)) / 100, me.semester, chance)
            ipk = ipk_of(grades)
            cv = self._send(db, student, curriculum_vitae(me, life_of(me.number), ipk))
            table = self._send(db, student, transcript(me, grades, ipk, clock.today(), self._head))
            self._sent[key] = cv, table, ipk
        return self._sent[key]

    def _applicant(self, student: Actor) -> Applicant:
        one = self._people[student.number]
        semester = semester_of(one.number, clock.today())
        return Applicant(student.name, one.number, one.program or "", one.email, one.whatsapp, semester)

    def _send(self, db: Connection, student: Actor, data: bytes) -> UUID:
        return self._files.send(db, student, Purpose.DOCUMENT, PDF, data)
