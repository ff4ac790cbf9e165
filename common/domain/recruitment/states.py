"""The life of a vacancy and of an application."""

from enum import StrEnum

from common.platform.auth import Role
from common.platform.states import StateTable, by


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


class ApplicationState(StrEnum):
    WAITING = "menunggu"
    INTERVIEW = "wawancara"
    WAITING_LIST = "daftar_tunggu"
    ACCEPTED = "diterima"
    REJECTED = "ditolak"
    WITHDRAWN = "dibatalkan"


# A lecturer still has to say yes or no.
UNDECIDED = frozenset({ApplicationState.WAITING, ApplicationState.INTERVIEW, ApplicationState.WAITING_LIST})

VACANCY = StateTable(
    {
        (VacancyState.DRAFT, VacancyState.PUBLISHED): by(Role.LECTURER),
        (VacancyState.PUBLISHED, VacancyState.CLOSED): by(Role.LECTURER),
    }
)

_LECTURER, _STUDENT = by(Role.LECTURER), by(Role.STUDENT)
_A = ApplicationState

APPLICATION = StateTable(
    {
        (_A.WAITING, _A.INTERVIEW): _LECTURER,
        (_A.INTERVIEW, _A.INTERVIEW): _LECTURER,
        (_A.WAITING_LIST, _A.INTERVIEW): _LECTURER,
        (_A.WAITING, _A.WAITING_LIST): _LECTURER,
        (_A.INTERVIEW, _A.WAITING_LIST): _LECTURER,
        (_A.WAITING, _A.ACCEPTED): _LECTURER,
        (_A.INTERVIEW, _A.ACCEPTED): _LECTURER,
        (_A.WAITING_LIST, _A.ACCEPTED): _LECTURER,
        (_A.WAITING, _A.REJECTED): _LECTURER,
        (_A.INTERVIEW, _A.REJECTED): _LECTURER,
        (_A.WAITING_LIST, _A.REJECTED): _LECTURER,
        (_A.ACCEPTED, _A.REJECTED): _LECTURER,
        (_A.WAITING, _A.WITHDRAWN): _STUDENT,
        (_A.INTERVIEW, _A.WITHDRAWN): _STUDENT,
        (_A.WAITING_LIST, _A.WITHDRAWN): _STUDENT,
    }
)
