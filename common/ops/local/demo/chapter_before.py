"""The semester before: two vacancies, seven contracts of six weeks, and what became of their certificates."""

from __future__ import annotations

from common.domain.assistants.actions import end_overdue
from common.domain.assistants.messages import remind_of_ends
from common.ops.local.demo import certifying, paying
from common.ops.local.demo.applicants import Papers
from common.ops.local.demo.attending import Hours, approve, practicum, turn_down
from common.ops.local.demo.deeds import Job, Opening, Terms, accept, activate, apply, offer, reject, score
from common.ops.local.demo.semester import FRIDAY, MONDAY, SATURDAY, SUNDAY, THURSDAY, TUESDAY, WEDNESDAY
from common.ops.local.demo.story import Story
from common.ops.local.demo.vacancies import ALGORITHMS, NETWORKS, Vacancy
from common.platform.auth import Actor
from common.platform.db import Connection

FIRST_WEEK, LAST_WEEK = -30, -25
_FULL = "Kuota terbatas dan nilai tes belum mencukupi. Silakan mendaftar lagi semester depan."
_NO_PROOF = "Foto tidak menampilkan kegiatan praktikum. Kirim koreksi dengan foto di ruang laboratorium."
# Of six meetings five are asked for; who is named here was not always there.
_MISSED = {"kevin": {-27}, "andi": {-29, -27, -26}, "grace": {-28}, "fauzan": {-26}, "besse": {-29}, "tiara": {-27}}


def add_to(story: Story, papers: Papers) -> None:
    algorithms, networks = _offered(story, "ratna", ALGORITHMS, 4), _offered(story, "aang", NETWORKS, 3)
    _refuse(story, papers, algorithms, ("dimas", "rusmini"))
    _refuse(story, papers, networks, ("doni",))
    teaching = _hire(story, papers, algorithms, ("siti", "kevin", "andi", "grace"))
    cabling = _hire(story, papers, networks, ("fauzan", "besse", "tiara"))
    _practise(story, algorithms, teaching, (WEDNESDAY, 10, 0))
    _practise(story, networks, cabling, (THURSDAY, 13, 0))
    story.at(story.semester.at(LAST_WEEK, MONDAY, 0, 15), remind_of_ends)
    story.at(story.semester.at(LAST_WEEK + 1, MONDAY, 0, 15), _end_what_is_over)
    certifying.add_to(story, teaching | cabling)
    paying.pay(story, FIRST_WEEK, LAST_WEEK, teaching.values(), cabling.values())


def _end_what_is_over(db: Connection) -> None:
    end_overdue(db, Actor.system())


def _offered(story: Story, lecturer: str, vacancy: Vacancy, quota: int) -> Opening:
    when = story.semester
    opens, closes = when.at(-34, MONDAY, 8), when.closing(-33, FRIDAY)
    return offer(story, lecturer, vacancy, Terms(opens, closes, quota, story.period_before, when.name_before))


def _hire(story: Story, papers: Papers, opening: Opening, students: tuple[str, ...]) -> dict[str, Job]:
    when, jobs = story.semester, {}
    for n, student in enumerate(students):
        tried = apply(story, papers, student, opening, when.at(-34, TUESDAY + n % 3, 10 + n, 7 * n))
        score(story, tried, when.at(-32, MONDAY, 13, 10 * n), 84 + n, 88 - 2 * n, 80 + 3 * n)
        accept(story, tried, when.at(-32, TUESDAY, 9, 4 * n))
        days = when.day(FIRST_WEEK, MONDAY), when.day(LAST_WEEK, SUNDAY)
        jobs[student] = activate(story, tried, when.at(-31, THURSDAY, 10, 5 * n), *days)
    return jobs


def _refuse(story: Story, papers: Papers, opening: Opening, students: tuple[str, ...]) -> None:
    when = story.semester
    for n, student in enumerate(students):
        tried = apply(story, papers, student, opening, when.at(-33, MONDAY + n, 19, 12))
        score(story, tried, when.at(-32, MONDAY, 15, 10 * n), 62 + 3 * n, 58, 70)
        reject(story, tried, when.at(-32, TUESDAY, 11, 6 * n), _FULL)


def _practise(story: Story, opening: Opening, jobs: dict[str, Job], hours: Hours) -> None:
    """Six meetings, approved each Saturday; one photo of the last shows no practicum."""
    rotas = {}
    for student, job in jobs.items():
        weeks = [week for week in range(FIRST_WEEK, LAST_WEEK + 1) if week not in _MISSED.get(student, set())]
        rotas[student] = practicum(story, job, hours, weeks, FIRST_WEEK)
    if "andi" in rotas:
        fruitless = rotas["andi"].pop(LAST_WEEK)
        turn_down(story, fruitless, story.semester.at(LAST_WEEK, FRIDAY, 16), _NO_PROOF)
    for week in range(FIRST_WEEK, LAST_WEEK + 1):
        shifts = [rota[week] for rota in rotas.values() if week in rota]
        approve(story, opening, story.semester.at(week, SATURDAY, 9), shifts)
