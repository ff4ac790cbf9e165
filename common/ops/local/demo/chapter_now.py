"""This semester: four vacancies, ten contracts, and the attendances of the past weeks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from common.domain.assistants.actions import suspend
from common.ops.local.demo import paying
from common.ops.local.demo.applicants import Papers
from common.ops.local.demo.attending import (
    Hours,
    Manner,
    Shift,
    approve,
    attend,
    attend_without_photo,
    correct,
    practicum,
    turn_down,
)
from common.ops.local.demo.deeds import (
    ADMIN,
    Job,
    Opening,
    Terms,
    Try,
    accept,
    activate,
    apply,
    end,
    let_wait,
    offer,
    reject,
    score,
    withdraw,
)
from common.ops.local.demo.semester import FRIDAY, MONDAY, SATURDAY, THURSDAY, TUESDAY, WEDNESDAY
from common.ops.local.demo.story import Story
from common.ops.local.demo.vacancies import DATABASES, OPERATING_SYSTEMS, STRUCTURES, WEB, Vacancy

_FIRST = -6
_CLASH = "Jadwal kuliah Anda bertabrakan dengan praktikum hari Selasa."
_OTHERS = "Pelamar lain memiliki nilai tes praktik yang lebih tinggi. Terima kasih atas minat Anda."
_LATE_REASON = "Jaringan kampus padam sampai malam, absensi baru bisa dikirim hari ini."
_DARK = "Foto terlalu gelap, kegiatan tidak terlihat. Mohon kirim foto lain."
_EMPTY_ROOM = "Foto menunjukkan ruang kosong setelah praktikum selesai."


@dataclass
class _Chapter:
    """What its parts share; `shifts` are those to be approved, by course and week."""

    story: Story
    papers: Papers
    shifts: dict[tuple[str, int], list[Shift]]


def add_to(story: Story, papers: Papers) -> None:
    chapter = _Chapter(story, papers, {})
    databases = _offered(story, "ratna", DATABASES, 3)
    systems = _offered(story, "hendra", OPERATING_SYSTEMS, 2)
    web = _offered(story, "lisa", WEB, 2, helpers=("ratna",))
    structures = _offered(story, "hendra", STRUCTURES, 2)
    _add_databases(chapter, databases)
    _add_systems(chapter, systems)
    _add_web(chapter, web)
    _add_structures(chapter, structures)
    for opening, last in ((databases, -2), (systems, -1), (web, -1), (structures, -2)):
        for week in range(_FIRST, last + 1):
            shifts = chapter.shifts.get((opening.vacancy.course, week), [])
            approve(story, opening, story.semester.at(week, SATURDAY, 9), shifts)


def _offered(story: Story, lecturer: str, vacancy: Vacancy, quota: int, helpers: tuple[str, ...] = ()) -> Opening:
    when = story.semester
    terms = Terms(when.at(-12, MONDAY, 8), when.closing(-11, FRIDAY), quota, story.period, when.name, helpers=helpers)
    return offer(story, lecturer, vacancy, terms)


def _tried(chapter: _Chapter, opening: Opening, student: str, n: int, *points: int) -> Try:
    """An application and, with points, its score sheet."""
    when = chapter.story.semester
    tried = apply(chapter.story, chapter.papers, student, opening, when.at(-12, TUESDAY + n % 4, 9 + n, 11 * n))
    if points:
        score(chapter.story, tried, when.at(-10, MONDAY, 13, 8 * n), *points)
    return tried


def _hired(chapter: _Chapter, opening: Opening, student: str, n: int, *points: int) -> Job:
    story, when = chapter.story, chapter.story.semester
    tried = _tried(chapter, opening, student, n, *points)
    accept(story, tried, when.at(-10, TUESDAY, 9, 5 * n))
    return activate(story, tried, when.at(-9, THURSDAY, 10, 6 * n), when.day(-8, MONDAY), when.span[1])


def _practise(
    chapter: _Chapter, job: Job, hours: Hours, weeks: Iterable[int], missed: Collection[int] = ()
) -> dict[int, Shift]:
    rota = practicum(chapter.story, job, hours, [week for week in weeks if week not in missed], _FIRST)
    for week, shift in rota.items():
        _enter(chapter, job, week, shift)
    return rota


def _enter(chapter: _Chapter, job: Job, week: int, shift: Shift) -> None:
    chapter.shifts.setdefault((job.hired.opening.vacancy.course, week), []).append(shift)


def _add_databases(chapter: _Chapter, opening: Opening) -> None:
    """Three seats taken. Last week waits for Ratna: one correction, one late entry with a photo like another's."""
    story, when, tuesday = chapter.story, chapter.story.semester, (TUESDAY, 13, 20)
    rizky = _hired(chapter, opening, "rizky", 0, 92, 88, 90)
    dewi = _hired(chapter, opening, "dewi", 1, 86, 90, 84)
    fadhil = _hired(chapter, opening, "fadhil", 2, 88, 82, 87)
    reject(story, _tried(chapter, opening, "siti", 3, 80, 76, 88), when.at(-10, TUESDAY, 10), _CLASH)
    reject(story, _tried(chapter, opening, "gede", 4, 68, 70, 74), when.at(-10, TUESDAY, 10, 5), _OTHERS)
    let_wait(story, _tried(chapter, opening, "bagas", 5, 78, 80, 79), when.at(-10, TUESDAY, 10, 10))
    _practise(chapter, rizky, tuesday, range(_FIRST, 1))
    dark = _practise(chapter, dewi, tuesday, range(_FIRST, 0), {-4})[-1]
    turn_down(story, dark, when.at(-1, WEDNESDAY, 10), _DARK)
    correct(
        story, dark, when.at(-1, THURSDAY, 8, 12), "Mendampingi presentasi kelompok 3 dan 5, foto kedua dari depan."
    )
    _practise(chapter, fadhil, (THURSDAY, 10, 0), range(_FIRST, -1), {-3})
    alike = Manner(days_later=1, reason=_LATE_REASON, like=("rizky", 6))
    attend(story, fadhil, when.at(-1, THURSDAY, 10, 4), 6, alike)
    attend_without_photo(story, fadhil, when.minutes_ago(6))
    # That month is over by now, and all of it approved.
    paying.lock(story, (rizky, dewi, fadhil), when.day(_FIRST, TUESDAY), when.at(-1, MONDAY, 8))


def _add_systems(chapter: _Chapter, opening: Opening) -> None:
    """Rizky's second contract; a correction that was approved, and a rejection that stayed."""
    story, when, thursday = chapter.story, chapter.story.semester, (THURSDAY, 15, 30)
    rizky = _hired(chapter, opening, "rizky", 1, 90, 85, 88)
    yohanes = _hired(chapter, opening, "yohanes", 2, 84, 86, 80)
    reject(story, _tried(chapter, opening, "cut", 3, 60, 72, 70), when.at(-10, TUESDAY, 11), _OTHERS)
    withdraw(story, _tried(chapter, opening, "neng", 4), when.at(-11, MONDAY, 20, 40))
    corrected = _practise(chapter, rizky, thursday, range(_FIRST, 0), {-5})[-3]
    turn_down(story, corrected, when.at(-3, FRIDAY, 16), _DARK)
    correct(story, corrected, when.at(-3, FRIDAY, 19, 30), "Mendampingi praktikum skrip shell, 26 hadir. Foto diulang.")
    _practise(chapter, yohanes, thursday, range(_FIRST, 1), {-4, -2})
    fruitless = attend(story, yohanes, when.at(-2, THURSDAY, 17, 40), 5)
    turn_down(story, fruitless, when.at(-2, FRIDAY, 16), _EMPTY_ROOM)


def _add_web(chapter: _Chapter, opening: Opening) -> None:
    """Fauzan for the second time; Clara is suspended."""
    story, when, friday = chapter.story, chapter.story.semester, (FRIDAY, 9, 0)
    fauzan = _hired(chapter, opening, "fauzan", 0, 91, 87, 93)
    clara = _hired(chapter, opening, "clara", 1, 83, 85, 88)
    withdraw(story, _tried(chapter, opening, "siti", 2), when.at(-12, FRIDAY, 21, 15))
    reject(story, _tried(chapter, opening, "ujang", 3, 66, 64, 75), when.at(-10, TUESDAY, 11, 20), _OTHERS)
    _practise(chapter, fauzan, friday, range(_FIRST, -1), {-4})
    without_signal = attend(story, fauzan, when.at(-1, FRIDAY, 9, 2), 6, Manner(minutes_later=168))
    _enter(chapter, fauzan, -1, without_signal)
    _practise(chapter, clara, friday, range(_FIRST, -3))
    reason = "Tidak hadir dua pekan berturut-turut tanpa kabar, menunggu klarifikasi."
    story.at(when.at(-1, MONDAY, 11), lambda db: suspend(db, story.who[ADMIN], clara.id, reason=reason))


def _add_structures(chapter: _Chapter, opening: Opening) -> None:
    """Ilham left, Salsabila came from the waiting list; Nabila's last photo looks like an earlier one."""
    story, when, wednesday = chapter.story, chapter.story.semester, (WEDNESDAY, 13, 0)
    nabila = _hired(chapter, opening, "nabila", 0, 89, 91, 90)
    ilham = _hired(chapter, opening, "ilham", 1, 82, 80, 85)
    salsabila = _tried(chapter, opening, "salsabila", 2, 80, 82, 81)
    let_wait(story, salsabila, when.at(-10, TUESDAY, 13))
    reject(story, _tried(chapter, opening, "intan", 3, 61, 70, 73), when.at(-10, TUESDAY, 13, 5), _OTHERS)
    _practise(chapter, nabila, wednesday, range(_FIRST, -1), {-5})
    attend(story, nabila, when.at(-1, WEDNESDAY, 13, 4), 6, Manner(like=("nabila", 4)))
    _practise(chapter, ilham, wednesday, range(_FIRST, -3))
    end(story, ilham, when.at(-3, FRIDAY, 10), "Mengundurkan diri karena mengikuti program magang di luar kota.")
    accept(story, salsabila, when.at(-3, FRIDAY, 14))
    days = when.day(-2, MONDAY), when.span[1]
    _practise(chapter, activate(story, salsabila, when.at(-3, SATURDAY, 9), *days), wednesday, range(-2, 0))
