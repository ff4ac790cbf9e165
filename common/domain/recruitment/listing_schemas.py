"""Filters of the lists that are sheets alone: what a lecturer sees of each vacancy, of all of them together."""

from common.domain.recruitment.period_schemas import period_filter
from common.domain.recruitment.states import ApplicationState
from common.platform.fields import Choice, Id
from common.platform.pages import PageQuery
from common.platform.text import Text


class VacancyQuery(PageQuery):
    period_id = period_filter()


class ApplicantQuery(PageQuery):
    vacancy_id = Id(Text("Lowongan", en="Vacancy"), optional=True, load_default=None)
    state = Choice(Text("Status", en="State"), ApplicationState, optional=True, load_default=None)
    period_id = period_filter()
