"""What a browser does on a sign-in with the campus account, but for the campus's own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from tests.client import Answer, Portal

_KEPT = "aslab_errand"


@dataclass(frozen=True)
class Errand:
    """The campus's address, and the cookie that the browser keeps."""

    address: str
    cookie: str

    @property
    def state(self) -> str:
        return parse_qs(urlsplit(self.address).query)["state"][0]


def started(portal: Portal, page: str | None = None) -> Errand:
    answer = portal.call("start_campus_sign_in", json={"page": page})
    return Errand(answer["address"], answer.response.cookies[_KEPT])


def came_back(portal: Portal, errand: Errand, given: Mapping[str, str], expect: int | set[int] = 201) -> Answer:
    """With what the campus gave the browser."""
    answer = {"errand": given["state"], **{name: given[name] for name in ("code", "iss") if name in given}}
    cookies = "; ".join(filter(None, (errand.cookie and f"{_KEPT}={errand.cookie}", portal.device)))
    return portal.call("finish_campus_sign_in", json=answer, headers={"Cookie": cookies}, expect=expect)
