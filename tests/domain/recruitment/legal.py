"""The legal moves of applications and vacancies, written out; never read from the table that they are compared with."""

from common.domain.recruitment.states import ApplicationState as A
from common.domain.recruitment.states import VacancyState as V
from common.platform.auth import SYSTEM, Role

LECTURER, STUDENT = (Role.LECTURER,), (Role.STUDENT,)

APPLICATIONS = {
    (A.WAITING, A.INTERVIEW): LECTURER,
    (A.WAITING, A.WAITING_LIST): LECTURER,
    (A.WAITING, A.ACCEPTED): LECTURER,
    (A.WAITING, A.REJECTED): LECTURER,
    (A.WAITING, A.WITHDRAWN): STUDENT,
    (A.INTERVIEW, A.INTERVIEW): LECTURER,
    (A.INTERVIEW, A.WAITING_LIST): LECTURER,
    (A.INTERVIEW, A.ACCEPTED): LECTURER,
    (A.INTERVIEW, A.REJECTED): LECTURER,
    (A.INTERVIEW, A.WITHDRAWN): STUDENT,
    (A.WAITING_LIST, A.INTERVIEW): LECTURER,
    (A.WAITING_LIST, A.ACCEPTED): (Role.LECTURER, SYSTEM),
    (A.WAITING_LIST, A.REJECTED): LECTURER,
    (A.WAITING_LIST, A.WITHDRAWN): STUDENT,
    (A.ACCEPTED, A.REJECTED): LECTURER,
    (A.ACCEPTED, A.WITHDRAWN): (Role.STUDENT, SYSTEM),
    (A.REJECTED, A.WAITING): LECTURER,
}
VACANCIES = {
    (V.DRAFT, V.PUBLISHED): LECTURER,
    (V.PUBLISHED, V.CLOSED): LECTURER,
    (V.CLOSED, V.PUBLISHED): LECTURER,
}
