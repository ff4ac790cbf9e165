"""What a phone has to load before it shows a page: the budget of the portal (performance: first load)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response

from tests.portal.pages import settle

MOST_BYTES = 170_000
PROGRAM = {"script", "stylesheet"}


@pytest.mark.parametrize("path", ["/", "/lowongan", "/sertifikat", "/masuk"])
def test_the_first_load_is_light(phone: Page, path: str) -> None:
    answers: list[Response] = []
    phone.on("response", lambda answer: answers.append(answer))
    phone.goto(path)
    settle(phone)
    program = [answer for answer in answers if answer.request.resource_type in PROGRAM]
    sizes = {answer.url.rpartition("/")[2]: answer.request.sizes()["responseBodySize"] for answer in program}
    heaviest = sorted(sizes.items(), key=lambda one: -one[1])[:12]
    assert 50_000 < sum(sizes.values()) <= MOST_BYTES, f"{path}: {sum(sizes.values())} bytes, most of it {heaviest}"
