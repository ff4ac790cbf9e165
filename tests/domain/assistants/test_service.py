"""When a contract was really served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from common.domain.assistants.service import Service, service

FIRST, LAST = date(2026, 9, 1), date(2027, 1, 24)


@dataclass(frozen=True)
class Planned:
    activated_at: datetime
    ended_at: datetime | None = None
    starts_on: date = FIRST
    ends_on: date = LAST


def at(month: int, day: int, hour: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("contract", "first_attended", "days"),
    [
        (Planned(at(8, 20)), None, (FIRST, LAST)),
        (Planned(at(8, 20), datetime(2027, 1, 25, 1, tzinfo=UTC)), None, (FIRST, LAST)),
        (Planned(at(8, 20), at(11, 29)), None, (FIRST, date(2026, 11, 29))),
        (Planned(at(11, 29)), None, (date(2026, 11, 29), LAST)),
        (Planned(at(11, 29)), date(2026, 11, 27), (date(2026, 11, 27), LAST)),
        (Planned(at(11, 29)), date(2026, 12, 3), (date(2026, 11, 29), LAST)),
        # Seven in the evening in UTC is the next day in Jakarta.
        (Planned(at(11, 28, 19), at(11, 29, 19)), None, (date(2026, 11, 29), date(2026, 11, 30))),
    ],
)
def test_service_lies_between_the_plan_and_what_happened(
    contract: Planned, first_attended: date | None, days: tuple[date, date]
) -> None:
    served = service(contract, first_attended)
    assert (served.starts_on, served.ends_on, served.began) == (*days, True)


@pytest.mark.parametrize(("days", "weeks"), [(0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (55, 7), (56, 8)])
def test_a_week_is_seven_days_and_counts_when_it_is_whole(days: int, weeks: int) -> None:
    assert Service(FIRST, FIRST + timedelta(days=days - 1)).whole_weeks == weeks


def test_a_contract_that_ended_before_its_first_day_was_never_served() -> None:
    served = service(Planned(at(8, 20), at(8, 30)))
    assert (served.began, served.whole_weeks) == (False, 0)
