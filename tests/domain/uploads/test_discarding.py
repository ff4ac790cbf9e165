"""A file that was replaced leaves with the transaction, never one that somebody has just used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import exists

import common.platform.storage
from common.domain.recruitment.tables import vacancies
from common.domain.uploads.tables import Purpose
from common.domain.uploads.unused import clear_unused, discard
from common.domain.uploads.usable import usable_files
from common.platform import clock
from common.platform.db import transaction
from common.platform.outside import OUT_OF_REACH, Outage
from tests import factories as make
from tests.domain.uploads.conftest import kept
from tests.domain.uploads.test_unused import left, old_upload

pytestmark = pytest.mark.usefixtures("committed")


def pamphlet() -> Any:
    with transaction() as db:
        return old_upload(db, make.lecturer(db), Purpose.PAMPHLET, thumbnail_object="kecil/pamflet.jpg")


def discarded(row: Any) -> bool:
    """Whether its object is gone after a transaction that has discarded it."""
    with transaction() as db:
        discard(db, row.id, ~exists().where(vacancies.c.pamphlet_id == row.id))
    return not kept(row.stored_object)


def test_it_leaves_with_the_transaction_and_its_row_at_night() -> None:
    row = pamphlet()
    assert discarded(row)
    assert row.id in left()
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=True):
        clear_unused(within=timedelta(minutes=1))
    assert row.id not in left()


def test_what_is_used_elsewhere_stays() -> None:
    row = pamphlet()
    with transaction() as db:
        make.vacancy(db, make.lecturer(db), pamphlet_id=row.id)
    assert not discarded(row)


def test_what_somebody_takes_into_use_at_this_moment_stays() -> None:
    row = pamphlet()
    with transaction() as db:
        assert usable_files(db, row.owner_id, [row.id], Purpose.PAMPHLET)
        assert not discarded(row)


def test_a_transaction_that_is_undone_leaves_it_there() -> None:
    row = pamphlet()
    with pytest.raises(LookupError), transaction() as db:
        discard(db, row.id, ~exists().where(vacancies.c.pamphlet_id == row.id))
        raise LookupError
    assert kept(row.stored_object)


def test_a_bucket_out_of_reach_does_not_fail_the_change_and_the_night_makes_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = pamphlet()

    def out_of_order() -> Any:
        raise Outage(OUT_OF_REACH)

    with monkeypatch.context() as broken:
        broken.setattr(common.platform.storage, "storage", out_of_order)
        assert not discarded(row)
    with transaction() as db:
        assert usable_files(db, row.owner_id, [row.id], Purpose.PAMPHLET) == {}
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=True):
        clear_unused(within=timedelta(minutes=1))
    assert not kept(row.stored_object)
