"""Each operation and each job leaves what is written of it in effects/written.py, and nothing more.

An operation, a trigger or an effect that is not in the list fails here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from common.ops.contract import load_functions
from common.ops.local.campus import Campus
from tests.client import Answer, Portal, operations
from tests.conftest import reset_database
from tests.functions.cases import cases
from tests.functions.effects import (
    calendar,
    certificates,
    contracts,
    exports,
    honoraria,
    jobs,
    people,
    recruitment,
    written,
    written_announcements,
    written_imports,
    written_ways_back,
)
from tests.functions.effects.jobs import Job
from tests.functions.effects.scene import Cast, Scene, gather
from tests.functions.effects.seen import Seen, mark
from tests.functions.effects.written_jobs import JOBS as WRITTEN_JOBS

# A look at somebody's papers is written down (SEL-02).
READS_WITH_A_TRACE = {"open_document"}
OPERATIONS = (
    written.OPERATIONS | written_ways_back.OPERATIONS | written_announcements.OPERATIONS | written_imports.OPERATIONS
)
JOBS = WRITTEN_JOBS | written_announcements.JOBS | written_imports.JOBS
SCENES = cases(recruitment, calendar, contracts, certificates, exports, people, honoraria)
WORK = cases(jobs)


@pytest.fixture(scope="module")
def cast(campus: Campus) -> Iterator[Cast]:
    with Portal(campus).awake() as portal:
        yield gather(portal)
    reset_database()


def test_every_operation_that_changes_something_is_in_the_list() -> None:
    changing = {name for name, endpoint in operations().items() if endpoint.method != "GET"}
    assert {name.partition("__")[0] for name in OPERATIONS} == changing | READS_WITH_A_TRACE


def test_every_trigger_is_in_the_list() -> None:
    declared = {f"{name}__{one.name}" for name, function in load_functions().items() for one in function.triggers}
    assert {"__".join(name.split("__")[:2]) for name in JOBS} == declared


def test_every_entry_has_its_scene() -> None:
    assert (set(OPERATIONS), set(JOBS)) == (set(SCENES), set(WORK))


@pytest.mark.parametrize("name", SCENES)
def test_an_operation_leaves_what_is_written_and_nothing_more(cast: Cast, name: str) -> None:
    scene: Scene = SCENES[name](cast)
    settle(cast)
    before = mark()
    answer = scene.by.call(name.partition("__")[0], json=scene.json, expect=scene.expect, **scene.path)
    settle(cast)
    names = cast.names() | fresh(answer) | scene.names
    assert Seen(before, names).lines() + scene.after() == lines_of(OPERATIONS[name])


@pytest.mark.parametrize("name", WORK)
def test_a_job_leaves_what_is_written_and_nothing_more(cast: Cast, name: str) -> None:
    job: Job = WORK[name](cast)
    settle(cast)
    before = mark()
    start(cast, name, job)
    settle(cast)
    assert Seen(before, job.names, only_named=True).lines() + job.after() == lines_of(JOBS[name])


def start(cast: Cast, name: str, job: Job) -> None:
    if job.start:
        job.start()
        return
    function, trigger = name.split("__")[:2]
    kind = next(one.kind for one in load_functions()[function].triggers if one.name == trigger)
    assert cast.portal.campus.host.deliver(function, f"/{kind}/{trigger}", {}) == 204


def settle(cast: Cast) -> None:
    """Until what was signalled is done."""
    assert cast.portal.campus.signals.wait_idle()


def fresh(answer: Answer) -> dict[str, str]:
    """The ids of what the answer says was made."""
    if not answer.response.content:
        return {}
    told = answer.json
    results = told.get("results", [])
    keys = [told.get("id"), *(one.get(name) for one in results for name in ("certificate_id", "copy_id"))]
    return {key: "new" for key in keys if key}


def lines_of(written: str) -> list[str]:
    """One effect a line; what is looked at besides comes last."""
    return [" ".join(line.split()) for line in written.strip().splitlines()]
