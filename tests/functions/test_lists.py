"""Every list: its order, its pages and its filters. A list or a filter without a case fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from common.http.declare import Endpoint
from common.ops.local.campus import Campus
from common.platform.pages import PAGE, PageQuery
from tests.client import Answer, Portal, operations
from tests.conftest import reset_database
from tests.functions.cases import cases
from tests.functions.effects.scene import Cast, gather
from tests.functions.lists import filters, filters_by_day, paged, whole
from tests.functions.lists.shown import LIMIT, Filtered, Listed
from tests.functions.lists.unindexed import without_indexes
from tests.functions.test_statements import statements

# What was asked of a page beside its limit, and the keys of its rows.
Walked = tuple[dict[str, str], list[Any]]

PAGED, WHOLE, FILTERS = cases(paged), cases(whole), cases(filters, filters_by_day)
_made: dict[str, Listed] = {}


@pytest.fixture(scope="module")
def cast(campus: Campus) -> Iterator[Cast]:
    _made.clear()
    with without_indexes():
        yield gather(Portal(campus))
    reset_database()


def made(cast: Cast, name: str) -> Listed:
    """Its rows are entered once, whoever asks first: some exclude each other."""
    if name not in _made:
        _made[name] = (PAGED | WHOLE)[name](cast)
    return _made[name]


def in_pages(endpoint: Endpoint) -> bool:
    return endpoint.query is not None and issubclass(endpoint.query, PageQuery)


def lists() -> Iterator[Endpoint]:
    for endpoint in operations().values():
        view = endpoint.returns
        if endpoint.method == "GET" and isinstance(view, type) and "items" in view().fields:
            yield endpoint


def asked_by(endpoint: Endpoint) -> list[tuple[str, Any]]:
    return list(endpoint.query().fields.items()) if endpoint.query else []


def test_every_list_has_a_case() -> None:
    assert {one.name for one in lists() if in_pages(one)} == set(PAGED)
    assert {one.name for one in lists() if not in_pages(one)} == set(WHOLE)


def test_every_filter_has_a_case() -> None:
    fields = [(one.name, field.data_key or name) for one in lists() for name, field in asked_by(one)]
    no_filters = {"after", "limit", "order"}
    assert {f"{operation}__{name}" for operation, name in fields if name not in no_filters} == set(FILTERS)


@pytest.mark.parametrize("name", PAGED)
def test_pages_are_full_and_in_order_and_miss_and_repeat_nothing(cast: Cast, name: str) -> None:
    case = made(cast, name)
    walked = list(walk(case, name, LIMIT))
    pages = [page for _, page in walked]
    shown = [key for page in pages for key in page]
    assert [len(page) for page in pages[:-1]] == [LIMIT] * (len(pages) - 1)
    assert 0 < len(pages[-1]) <= LIMIT
    assert len(set(shown)) == len(shown)
    assert [key for key in shown if key in case.expected] == list(case.expected)
    assert_a_full_last_page_is_the_last(case, name, walked[-2:])


def assert_a_full_last_page_is_the_last(case: Listed, name: str, last: list[Walked]) -> None:
    """Of the last two pages only: other cases may have given the list more rows than a page can hold."""
    start, rows = last[0][0], sum(len(page) for _, page in last)
    whole_rest, all_but_one = ask(case, name, limit=rows, **start), ask(case, name, limit=rows - 1, **start)
    assert (len(whole_rest["items"]), whole_rest["next"]) == (rows, None)
    assert len(all_but_one["items"]) == rows - 1
    assert len(ask(case, name, limit=rows - 1, after=all_but_one["next"])["items"]) == 1


@pytest.mark.parametrize("name", PAGED)
def test_a_page_has_25_rows_unless_asked_and_100_at_most(cast: Cast, name: str) -> None:
    assert operations()[name].query().load({})["limit"] == PAGE == 25  # type: ignore[misc]
    case = made(cast, name)
    ask(case, name, limit=100)
    for limit in (-1, 101):
        assert set(ask(case, name, expect=422, limit=limit).fields) == {"limit"}


@pytest.mark.parametrize("name", PAGED)
def test_a_made_up_cursor_is_a_field_error(cast: Cast, name: str) -> None:
    case = made(cast, name)
    assert set(ask(case, name, expect=422, after="karangan").fields) == {"after"}


@pytest.mark.parametrize("name", WHOLE)
def test_what_comes_as_a_whole_is_in_order(cast: Cast, name: str) -> None:
    case = made(cast, name)
    shown = keys(case, ask(case, name))
    assert [key for key in shown if key in case.expected] == list(case.expected)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_keeps_what_fits_and_leaves_out_the_rest(cast: Cast, name: str) -> None:
    case: Filtered = FILTERS[name](cast)
    operation, _, field = name.partition("__")
    if case.widely is not None:
        most = {"limit": 100} if in_pages(operations()[operation]) else {}
        assert set(keys(case, ask(case, operation, **most | case.widely))) >= {*case.kept, *case.left_out}
    for value in case.values:
        shown = set(keys(case, ask(case, operation, **{field: value})))
        assert shown >= set(case.kept), value
        assert not shown & set(case.left_out), value


def walk(case: Listed, name: str, limit: int) -> Iterator[Walked]:
    """Each page, to the last."""
    start: dict[str, str] = {}
    met: set[str] = set()
    while True:
        answer = ask(case, name, limit=limit, **start)
        yield start, keys(case, answer)
        if answer["next"] is None:
            return
        assert answer["next"] not in met, "the list goes round in a circle"
        met.add(answer["next"])
        start = {"after": answer["next"]}


def ask(case: Listed | Filtered, name: str, expect: int | None = None, **query: Any) -> Answer:
    return case.by.call(name, query=case.query | query, expect=expect, **case.path)


def keys(case: Listed | Filtered, answer: Answer) -> list[Any]:
    return [item[case.key] for item in answer["items"]]


@pytest.mark.parametrize("name", [*PAGED, *WHOLE])
def test_a_list_asks_the_same_whether_it_shows_one_row_or_more(cast: Cast, name: str) -> None:
    """N+1: what is asked for each row is one statement again and again; a page of one row asks as often as a full one.

    Of what a list as a whole asks, only that nothing is asked twice can be seen.
    """
    case = made(cast, name)
    with statements() as sent:
        many = ask(case, name)
    assert len(many["items"]) > LIMIT
    assert len(set(sent)) == len(sent), "\n".join(sent)
    if name in PAGED:
        with statements() as of_one:
            assert len(ask(case, name, limit=1)["items"]) == 1
        assert len(of_one) == len(sent), "\n".join(sent)
