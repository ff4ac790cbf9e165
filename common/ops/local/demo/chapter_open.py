"""What goes on just now: vacancies open, closing today, not open yet, a draft, and a selection half done."""

from __future__ import annotations

from datetime import timedelta

from common.domain.recruitment.vacancies import close_vacancy
from common.ops.local.demo.applicants import Papers
from common.ops.local.demo.deeds import (
    Opening,
    Terms,
    accept,
    apply,
    invite,
    let_wait,
    offer,
    reject,
    score,
    withdraw,
)
from common.ops.local.demo.semester import moment
from common.ops.local.demo.story import Story
from common.ops.local.demo.vacancies import (
    DIGITAL,
    GRAPHICS,
    INTELLIGENCE,
    INTERACTION,
    NUMERICAL,
    OBJECTS,
    SECURITY,
    SOFTWARE,
    Vacancy,
)

_ROOM = "Ruang Rapat Jurusan, Lantai 2"
_BENCH = "Lab. Elektronika dan Sistem Digital"


def add_to(story: Story, papers: Papers) -> None:
    _add_selection(story, papers)
    _add_open_vacancies(story, papers)
    _add_closing_today(story, papers)
    _add_full_vacancy(story, papers)
    _add_closed_early(story, papers)
    _add_what_comes(story)


def _offered(
    story: Story,
    lecturer: str,
    vacancy: Vacancy,
    quota: int,
    opened: int,
    closes_in: int,
    helpers: tuple[str, ...] = (),
) -> Opening:
    """Opened so many days ago; closes at the end of the day that is so many days from today."""
    when = story.semester
    opens, closes = when.days_ago(opened, 8), when.end_of(closes_in)
    return offer(story, lecturer, vacancy, Terms(opens, closes, quota, story.period, when.name, helpers=helpers))


def _add_selection(story: Story, papers: Papers) -> None:
    """Ratna and Hendra select: every state at once, one seat left."""
    when, opening = story.semester, _offered(story, "ratna", SOFTWARE, 3, 15, -5, ("hendra",))
    keys = ("bagas", "annisa", "siti", "maria", "jordan", "wahyu", "putri", "ruth", "daniel")
    tried = {key: apply(story, papers, key, opening, when.days_ago(14 - n, 9 + n, 5 * n)) for n, key in enumerate(keys)}
    withdraw(story, tried["daniel"], when.days_ago(6, 20, 30))
    sheets = {"bagas": (90, 86, 92), "annisa": (88, 90, 85), "siti": (84, 86), "maria": (58, 66, 70)}
    sheets |= {"jordan": (79, 81, 80), "wahyu": (75,), "ruth": (82, 80)}
    for n, (key, points) in enumerate(sheets.items()):
        score(story, tried[key], when.days_ago(4, 10, 6 * n), *points)
    reject(story, tried["maria"], when.days_ago(3, 11), "Simulasi mengajar belum sesuai. Cobalah lagi semester depan.")
    let_wait(story, tried["jordan"], when.days_ago(3, 11, 10))
    accept(story, tried["bagas"], when.days_ago(2, 14))
    accept(story, tried["annisa"], when.days_ago(2, 14, 10))
    soon = when.workday(1)
    invite(story, tried["siti"], when.days_ago(2, 15), to=moment(soon, 10), place=_ROOM)
    invite(story, tried["ruth"], when.days_ago(2, 15, 5), to=moment(soon, 10, 30), place=_ROOM)
    invite(story, tried["ruth"], when.minutes_ago(38), to=moment(when.workday(2), 13, 30), place=_ROOM)


def _add_open_vacancies(story: Story, papers: Papers) -> None:
    when, artificial = story.semester, _offered(story, "ratna", INTELLIGENCE, 2, 6, 6)
    for n, key in enumerate(("laila", "zaki", "siti")):
        apply(story, papers, key, artificial, when.days_ago(5 - n, 13 + n, 9 * n))
    withdraw(story, apply(story, papers, "teuku", artificial, when.days_ago(4, 9)), when.days_ago(2, 21))
    apply(story, papers, "rizky", artificial, when.minutes_ago(25))
    interaction = _offered(story, "lisa", INTERACTION, 2, 3, 12)
    apply(story, papers, "aini", interaction, when.days_ago(2, 10, 20))
    apply(story, papers, "michelle", interaction, when.days_ago(1, 16, 45))


def _add_closing_today(story: Story, papers: Papers) -> None:
    when, digital = story.semester, _offered(story, "hendra", DIGITAL, 3, 12, 0)
    tried = {
        key: apply(story, papers, key, digital, when.days_ago(11 - 2 * n, 12, 7 * n))
        for n, key in enumerate(("siti", "cindy", "yoga", "melati"))
    }
    apply(story, papers, "fikri", digital, when.minutes_ago(12))
    invite(story, tried["cindy"], when.days_ago(2, 9), to=moment(when.workday(1), 14), place=_BENCH)
    score(story, tried["siti"], when.days_ago(1, 9), 74, 78, 80)
    let_wait(story, tried["siti"], when.days_ago(1, 9, 5))


def _add_full_vacancy(story: Story, papers: Papers) -> None:
    """Still open, but both seats are taken; both students wait for their activation."""
    when, objects = story.semester, _offered(story, "aang", OBJECTS, 2, 10, 9)
    for n, key in enumerate(("siti", "felix", "rangga", "rafli")):
        tried = apply(story, papers, key, objects, when.days_ago(9 - n, 15, 10 * n))
        if n < 2:
            score(story, tried, when.days_ago(3, 13, n), 88 + n, 90 - n, 87)
            accept(story, tried, when.days_ago(3, 14, n))


def _add_closed_early(story: Story, papers: Papers) -> None:
    when, numerical = story.semester, _offered(story, "zulkifli", NUMERICAL, 1, 24, 4)
    agung = apply(story, papers, "agung", numerical, when.days_ago(21, 9, 30))
    sri = apply(story, papers, "sri", numerical, when.days_ago(19, 18, 10))
    story.at(when.days_ago(12, 9), lambda db: close_vacancy(db, story.who["zulkifli"], numerical.id))
    reject(story, agung, when.days_ago(11, 10), "Praktikum digabung dengan kelas lain, kebutuhan asisten berkurang.")
    let_wait(story, sri, when.days_ago(11, 10, 5))


def _add_what_comes(story: Story) -> None:
    when = story.semester
    later = moment(when.today + timedelta(days=3), 8)
    offer(
        story,
        "made",
        GRAPHICS,
        Terms(later, when.end_of(17), 2, story.period, when.name, created=when.days_ago(1, 10)),
    )
    draft = Terms(
        moment(when.today + timedelta(days=7), 8),
        when.end_of(21),
        2,
        story.period,
        when.name,
        created=when.days_ago(2, 16),
        state="draf",
    )
    offer(story, "hendra", SECURITY, draft)
