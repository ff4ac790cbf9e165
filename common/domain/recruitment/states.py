"""The life of a vacancy and of an application."""

from enum import StrEnum

from common.platform.auth import SYSTEM, Role
from common.platform.states import StateTable, by
from common.platform.text import Text


class VacancyState(StrEnum):
    DRAFT = "draf"
    PUBLISHED = "terbit"
    CLOSED = "ditutup"


class VacancyStatus(StrEnum):
    """What a person calls the state: a published vacancy opens and closes by the clock, with nobody clicking."""

    DRAFT = "draf"
    SCHEDULED = "terjadwal"
    OPEN = "dibuka"
    CLOSED = "ditutup"


class VacancyOrder(StrEnum):
    """What comes first in the public list: what closes first, what opened last, or by name."""

    CLOSING = "tutup"
    NEWEST = "terbaru"
    COURSE = "nama"


class ApplicationState(StrEnum):
    WAITING = "menunggu"
    INTERVIEW = "wawancara"
    WAITING_LIST = "daftar_tunggu"
    ACCEPTED = "diterima"
    REJECTED = "ditolak"
    WITHDRAWN = "dibatalkan"


class CalendarKind(StrEnum):
    HOLIDAY = "libur"
    EXAMS = "ujian"


class Weekday(StrEnum):
    """In the order of the week."""

    MONDAY = "senin"
    TUESDAY = "selasa"
    WEDNESDAY = "rabu"
    THURSDAY = "kamis"
    FRIDAY = "jumat"
    SATURDAY = "sabtu"
    SUNDAY = "minggu"


WEEKDAYS = {
    Weekday.MONDAY: Text("Senin", en="Monday"),
    Weekday.TUESDAY: Text("Selasa", en="Tuesday"),
    Weekday.WEDNESDAY: Text("Rabu", en="Wednesday"),
    Weekday.THURSDAY: Text("Kamis", en="Thursday"),
    Weekday.FRIDAY: Text("Jumat", en="Friday"),
    Weekday.SATURDAY: Text("Sabtu", en="Saturday"),
    Weekday.SUNDAY: Text("Minggu", en="Sunday"),
}


class Decision(StrEnum):
    """What may be decided about many applicants at once: the state that it leads to."""

    ACCEPTED = "diterima"
    WAITING_LIST = "daftar_tunggu"
    REJECTED = "ditolak"
    INTERVIEW = "wawancara"


# A lecturer still has to say yes or no.
UNDECIDED = frozenset({ApplicationState.WAITING, ApplicationState.INTERVIEW, ApplicationState.WAITING_LIST})

VACANCY = StateTable(
    {
        (VacancyState.DRAFT, VacancyState.PUBLISHED): by(Role.LECTURER),
        (VacancyState.PUBLISHED, VacancyState.CLOSED): by(Role.LECTURER),
        (VacancyState.CLOSED, VacancyState.PUBLISHED): by(Role.LECTURER),
    }
)

_LECTURER, _STUDENT = by(Role.LECTURER), by(Role.STUDENT)
_S = ApplicationState

APPLICATION = StateTable(
    {
        (_S.WAITING, _S.INTERVIEW): _LECTURER,
        (_S.INTERVIEW, _S.INTERVIEW): _LECTURER,
        (_S.WAITING_LIST, _S.INTERVIEW): _LECTURER,
        (_S.WAITING, _S.WAITING_LIST): _LECTURER,
        (_S.INTERVIEW, _S.WAITING_LIST): _LECTURER,
        (_S.WAITING, _S.ACCEPTED): _LECTURER,
        (_S.INTERVIEW, _S.ACCEPTED): _LECTURER,
        (_S.WAITING_LIST, _S.ACCEPTED): by(Role.LECTURER, SYSTEM),
        (_S.WAITING, _S.REJECTED): _LECTURER,
        (_S.INTERVIEW, _S.REJECTED): _LECTURER,
        (_S.WAITING_LIST, _S.REJECTED): _LECTURER,
        (_S.ACCEPTED, _S.REJECTED): _LECTURER,
        (_S.REJECTED, _S.WAITING): _LECTURER,
        (_S.WAITING, _S.WITHDRAWN): _STUDENT,
        (_S.INTERVIEW, _S.WITHDRAWN): _STUDENT,
        (_S.WAITING_LIST, _S.WITHDRAWN): _STUDENT,
        (_S.ACCEPTED, _S.WITHDRAWN): by(Role.STUDENT, SYSTEM),
    }
)
