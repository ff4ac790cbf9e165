"""Lets a lecturer publish, change, close and delete own vacancies, and copy them to a new period, as an admin may."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.recruitment import copying, rolling_over, vacancies, vacancy_queries
from common.domain.recruitment.errors import (
    CriteriaInUse,
    NotYourVacancy,
    PamphletInUse,
    PeriodOver,
    QuotaBelowAccepted,
    VacancyHasApplicants,
)
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.vacancy_schemas import (
    NewVacancy,
    OwnVacancyPage,
    OwnVacancyView,
    PeriodVacancyPage,
    RollOver,
    RollOverView,
    VacancyChange,
)
from common.http import Call, endpoint, serve
from common.platform.auth import Role
from common.platform.errors import IllegalMove
from common.platform.pages import PageQuery

if TYPE_CHECKING:
    from common.domain.recruitment import views
    from common.domain.recruitment.forms import NewVacancyForm, RollOverForm, VacancyChangeForm
    from common.domain.recruitment.views import OwnVacancyPageData, OwnVacancyViewData
    from common.platform.forms import PageQueryForm

LECTURER = {Role.LECTURER}
ONE, OWN = "/v1/vacancies/{vacancy_id}", (NotYourVacancy,)
PERIOD = "/v1/periods/{period_id}/vacancies"


@endpoint(
    "POST",
    "/v1/vacancies",
    roles=LECTURER,
    body=NewVacancy,
    returns=OwnVacancyView,
    status=201,
    errors=(PamphletInUse,),
)
def publish_vacancy(call: Call[NewVacancyForm]) -> OwnVacancyViewData:
    """Publish a vacancy with its criteria and weights; a pamphlet is uploaded first and named by its id."""
    vacancy_id = vacancies.publish_vacancy(call.db, call.actor, call.body)
    return vacancy_queries.own_vacancy(call.db, vacancy_id)


@endpoint("GET", "/v1/my/vacancies", roles=LECTURER, query=PageQuery, returns=OwnVacancyPage)
def list_own_vacancies(call: Call[PageQueryForm]) -> OwnVacancyPageData:
    """The vacancies that one owns or helps with, with quota, applicants and deadline."""
    return vacancy_queries.own_vacancies(call.db, call.actor, **call.query)


@endpoint("GET", "/v1/my/vacancies/{vacancy_id}", roles=LECTURER, returns=OwnVacancyView, errors=(NotYourVacancy,))
def show_own_vacancy(call: Call, vacancy_id: UUID) -> OwnVacancyViewData:
    """One own vacancy, drafts too."""
    require_lecturer_of(call.db, call.actor, vacancy_id)
    return vacancy_queries.own_vacancy(call.db, vacancy_id)


@endpoint(
    "PATCH",
    "/v1/vacancies/{vacancy_id}",
    roles=LECTURER,
    body=VacancyChange,
    returns=OwnVacancyView,
    errors=(NotYourVacancy, QuotaBelowAccepted, CriteriaInUse, PamphletInUse, IllegalMove),
)
def change_vacancy(call: Call[VacancyChangeForm], vacancy_id: UUID) -> OwnVacancyViewData:
    """Change what is named and keep the rest; `state` publishes a draft, or opens what was closed with a new date."""
    vacancies.change_vacancy(call.db, call.actor, vacancy_id, call.body)
    return vacancy_queries.own_vacancy(call.db, vacancy_id)


@endpoint("POST", f"{ONE}/copy", roles=LECTURER, returns=OwnVacancyView, status=201, errors=OWN)
def copy_vacancy(call: Call, vacancy_id: UUID) -> OwnVacancyViewData:
    """A draft with the text, criteria and pamphlet of one's earlier vacancy, without dates and people."""
    made = copying.copy_vacancy(call.db, call.actor, vacancy_id)
    return vacancy_queries.own_vacancy(call.db, made)


@endpoint("GET", PERIOD, roles={Role.ADMIN}, query=PageQuery, returns=PeriodVacancyPage)
def list_period_vacancies(call: Call[PageQueryForm], period_id: UUID) -> views.PeriodVacancyPageData:
    """The published vacancies of a period with their lecturers, the newest first."""
    return rolling_over.of_period(call.db, period_id, **call.query)


@endpoint("POST", PERIOD, roles={*LECTURER, Role.ADMIN}, body=RollOver, returns=RollOverView, errors=(PeriodOver,))
def roll_vacancies_over(call: Call[RollOverForm], period_id: UUID) -> views.RollOverViewData:
    """Copy up to thirty vacancies to a period as drafts, each once: one's own, or for an admin their lecturers'."""
    outcomes = rolling_over.roll_over(call.db, call.actor, period_id, call.body["vacancy_ids"])
    return rolling_over.summary(outcomes, call.language)


@endpoint("POST", f"{ONE}/close", roles=LECTURER, returns=OwnVacancyView, errors=(*OWN, IllegalMove))
def close_vacancy(call: Call, vacancy_id: UUID) -> OwnVacancyViewData:
    """Take no more applications; those that came can still be selected."""
    vacancies.close_vacancy(call.db, call.actor, vacancy_id)
    return vacancy_queries.own_vacancy(call.db, vacancy_id)


@endpoint("DELETE", ONE, roles=LECTURER, status=204, errors=(*OWN, VacancyHasApplicants))
def delete_vacancy(call: Call, vacancy_id: UUID) -> None:
    """Delete a vacancy that nobody has applied for."""
    vacancies.delete_vacancy(call.db, call.actor, vacancy_id)


entry = serve(__name__, live=True, buckets={"private_bucket": ("read", "write")}, memory=512)
