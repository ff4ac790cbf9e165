"""Attendances with their photos, and what lecturers make of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from common.domain.attendance import recording, verifying
from common.domain.attendance.schemas import AttendanceCorrection, NewAttendance
from common.domain.uploads.tables import Purpose
from common.ops.local.demo.deeds import Job, Opening
from common.ops.local.demo.files import Drawing
from common.ops.local.demo.pictures import lab_photo
from common.ops.local.demo.semester import moment
from common.ops.local.demo.story import Made, Story
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection
from common.platform.documents.kinds import JPEG

Hours = tuple[int, int, int]
"""Weekday, hour and minute at which the practicum begins."""

_ACTIVITIES = (
    "Menyiapkan ruang dan akun praktikan. Menjelaskan aturan laboratorium dan tata cara laporan.",
    "Mendampingi praktikum, 31 hadir. Membantu pemasangan perangkat lunak di 4 komputer.",
    "Mendampingi latihan terbimbing dan tanya jawab. Memeriksa laporan kelompok 1 sampai 4.",
    "Mengawasi kuis 20 menit, lalu mendampingi praktikum. Dua praktikan izin sakit.",
    "Mendampingi praktikum dan mencatat kesulitan yang sering muncul untuk dosen.",
    "Mendampingi presentasi kelompok 3 dan 5. Mengumpulkan tugas dan merapikan ruang.",
    "Mendampingi praktikum susulan, 12 hadir. Memeriksa laporan yang terlambat.",
)


@dataclass
class Shift(Made):
    """One attendance; `meeting` counts from 1."""

    job: Job = field(kw_only=True)
    day: date = field(kw_only=True)
    meeting: int = field(kw_only=True)
    begins: datetime = field(kw_only=True)


@dataclass(frozen=True)
class Manner:
    """How it was recorded: days later with a reason, minutes after the photo without a network, with another's photo.

    `like` is the student and the meeting whose photo it resembles.
    """

    days_later: int = 0
    reason: str | None = None
    minutes_later: int = 0
    like: tuple[str, int] | None = None


_AT_ONCE = Manner()


def practicum(story: Story, job: Job, hours: Hours, weeks: Iterable[int], first: int) -> dict[int, Shift]:
    """An attendance for each of the weeks whose day is over, by week; `first` is the week of the first meeting."""
    weekday, hour, minute = hours
    shifts = {}
    for week in weeks:
        day = story.semester.day(week, weekday)
        if story.semester.is_over(day):
            begins = moment(day, hour, minute) + timedelta(minutes=3 * (week % 4))
            shifts[week] = attend(story, job, begins, week - first + 1)
    return shifts


def attend(story: Story, job: Job, begins: datetime, meeting: int, how: Manner = _AT_ONCE) -> Shift:
    day = clock.campus_day(begins)
    shift = Shift(job=job, day=day, meeting=meeting, begins=begins)
    student = job.hired.student
    taken = begins + timedelta(minutes=18)
    when = taken + timedelta(days=how.days_later, minutes=how.minutes_later or 1)

    photo = _photo(shift, how.like or (student, meeting))

    def deed(db: Connection) -> None:
        form = {
            "upload_id": str(story.files.send(db, _aslab(story, job), photo)),
            "activity": _ACTIVITIES[(meeting - 1) % len(_ACTIVITIES)],
            "day": day.isoformat(),
            "late_reason": how.reason,
            "taken_at": taken.isoformat(),
        }
        shift.made = recording.record(db, _aslab(story, job), job.id, NewAttendance().load(form)).id

    story.at(when, deed)
    return shift


def attend_without_photo(story: Story, job: Job, when: datetime) -> Shift:
    """The photo is still on its way."""
    shift = Shift(job=job, day=clock.campus_day(when), meeting=0, begins=when)

    def deed(db: Connection) -> None:
        me = _aslab(story, job)
        photo = story.files.announce(db, me, Purpose.PHOTO, JPEG)
        form = {"upload_id": str(photo), "activity": "Menyiapkan soal dan ruang untuk praktikum berikutnya."}
        shift.made = recording.record(db, me, job.id, NewAttendance().load(form)).id

    story.at(when, deed)
    return shift


def correct(story: Story, shift: Shift, when: datetime, activity: str) -> None:
    """With another text and another photo."""
    photo = _photo(shift, (f"{shift.job.hired.student} lagi", shift.meeting))

    def deed(db: Connection) -> None:
        me = _aslab(story, shift.job)
        form = {"upload_id": str(story.files.send(db, me, photo)), "activity": activity}
        recording.correct(db, me, shift.id, AttendanceCorrection().load(form))

    story.at(when, deed)


def turn_down(story: Story, shift: Shift, when: datetime, reason: str) -> None:
    story.at(when, lambda db: verifying.reject(db, _lecturer(story, shift.job.hired.opening), shift.id, reason=reason))


def approve(story: Story, opening: Opening, when: datetime, shifts: Sequence[Shift]) -> None:
    """All at once, as lecturers do at the end of a week."""

    def deed(db: Connection) -> None:
        done = verifying.approve_all(db, _lecturer(story, opening), [shift.id for shift in shifts])
        assert not done["failed"], done["failed"]

    if shifts:
        story.at(when, deed)


def _photo(shift: Shift, seed: tuple[str, int]) -> Drawing:
    vacancy = shift.job.hired.opening.vacancy
    number = f"{vacancy.course} {seed[0]} {seed[1]}"
    at = shift.begins + timedelta(minutes=18)
    draw = partial(lab_photo, number, course=vacancy.course, lab=vacancy.lab, meeting=shift.meeting, at=at)
    return Drawing(Purpose.PHOTO, JPEG, draw)


def _aslab(story: Story, job: Job) -> Actor:
    return replace(story.who[job.hired.student], role=Role.ASLAB)


def _lecturer(story: Story, opening: Opening) -> Actor:
    return story.who[opening.lecturer]
