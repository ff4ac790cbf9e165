"""Shows everybody the open vacancies and what each asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.recruitment import vacancy_queries
from common.domain.recruitment.vacancy_schemas import ProgramsView, VacancyPage, VacancySearch, VacancyView
from common.http import Call, Json, endpoint, serve
from common.platform.auth import PUBLIC

if TYPE_CHECKING:
    from common.domain.recruitment.forms import VacancySearchForm
    from common.domain.recruitment.views import ProgramsViewData, VacancyViewData


@endpoint("GET", "/v1/vacancies", roles=PUBLIC, query=VacancySearch, returns=VacancyPage)
def list_vacancies(call: Call[VacancySearchForm]) -> Json:
    """The vacancies that are open at this moment: `search` looks at the course and the lecturer, `ipk` leaves out
    those that ask for more, `day` those whose practicum is on other days."""
    return Json(vacancy_queries.open_vacancies(call.db, **call.query))


@endpoint("GET", "/v1/programs", roles=PUBLIC, returns=ProgramsView)
def list_programs(call: Call) -> ProgramsViewData:
    """The study programmes that vacancies of the last year name, and how many of each are open at this moment."""
    return vacancy_queries.programs(call.db)


@endpoint("GET", "/v1/vacancies/{vacancy_id}", roles=PUBLIC, returns=VacancyView)
def show_vacancy(call: Call, vacancy_id: UUID) -> VacancyViewData:
    """One vacancy with its published criteria and weights, also after it closed."""
    return vacancy_queries.public_vacancy(call.db, vacancy_id)


entry = serve(__name__, pool=2)
