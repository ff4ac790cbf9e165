"""How much attendance is enough, and what a code looks like."""

from __future__ import annotations

import re
from datetime import date

import pytest

from common.domain.assistants.service import Service
from common.domain.certificates.candidates import presence
from common.domain.certificates.codes import check_url, new_code, normal
from common.domain.certificates.preview import letters
from common.domain.recruitment.calendar import Calendar
from common.platform.settings import settings
from tests.domain.certificates.conftest import days_of


@pytest.mark.parametrize(("weeks", "minimum"), [(14, 11), (16, 12), (1, 1), (3, 3)])
def test_three_quarters_of_the_meetings_are_asked_for(weeks: int, minimum: int) -> None:
    met = presence(Service(*days_of(weeks)), attended=minimum, days=Calendar())
    assert (met.expected, met.minimum, met.enough) == (weeks, minimum, True)
    assert not presence(Service(*days_of(weeks)), attended=minimum - 1, days=Calendar()).enough


def test_a_week_that_only_began_calls_for_no_meeting() -> None:
    assert presence(Service(date(2026, 2, 2), date(2026, 2, 21)), attended=0, days=Calendar()).expected == 2


def test_the_shortest_contract_calls_for_one() -> None:
    assert presence(Service(date(2026, 2, 2), date(2026, 2, 3)), attended=0, days=Calendar()).minimum == 1


def test_a_code_is_in_groups_that_can_be_read_aloud() -> None:
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", new_code())


def test_no_two_codes_are_alike() -> None:
    assert len({new_code() for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    "typed",
    [
        *("7KQ2-M0XA-93TR-C51E", "7kq2m0xa93trc51e", " 7kq2 m0xa 93tr c51e ", "7KQ2-MOXA-93TR-C5IE"),
        *("7kq2-moxa-93tr-c5le", "7KQ2\u2010M0XA\u201193TR\u2013C51E", "7KQ2\u00a0M0XA\u200b93TR\nC51E\ufeff"),
        *(
            "https://kampus.test/sertifikat/7KQ2-M0XA-93TR-C51E",
            "aslab.ubb.ac.id/sertifikat/7kq2m0xa93trc51e/?a=b#c",
        ),
        *("7KQ2-M0XA-93TR-C51E0", "7KQ2-M0XA-93TR-C51E.", "7kq2m0xa93trc51e)"),
        "https://kampus.test/serti\nfikat/7KQ2\u2011M0XA-\n93TR-C51E",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert normal(typed) == "7KQ2-M0XA-93TR-C51E"


@pytest.mark.parametrize(
    "typed", ["", "7KQ2", "7KQ2-M0XA-93TR-C51U", "7kq2m0xa93trc51e0", "7KQ2-M0XA-93TR-C51\u0130", "/sertifikat/"]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normal(typed) is None


def test_the_qr_leads_to_the_portal() -> None:
    assert check_url("7KQ2-M0XA-93TR-C51E") == f"{settings().portal_url}/sertifikat/7KQ2-M0XA-93TR-C51E"


@pytest.mark.parametrize(("name", "missing"), [("محمد", "حدم"), ("王小明", "小明王"), ("Nguyễn Đỗ", "")])
def test_letters_that_no_certificate_prints_are_named_before_a_contract_exists(name: str, missing: str) -> None:
    assert letters(name) == {"missing": missing}
