"""Marks what is slow, in one list: `FAST=1 make test` leaves it out.

A test of more than ten seconds is in it, and a file whose tests take more than half a minute together.
"""

from __future__ import annotations

import pytest

from common.ops.checkout import CHECKOUT

SLOW = (
    "tests/clock/test_part.py",
    "tests/faults/test_killed.py",
    "tests/faults/test_mail_away.py",
    "tests/faults/test_upgrades.py",
    "tests/flows/test_whole_chain.py",
    "tests/mutants/test_campaign.py",
    "tests/ops/cost/test_model.py",
    "tests/ops/deploy/test_deploying.py",
    "tests/ops/deploy/test_destroying.py",
    "tests/ops/deploy/test_publishing.py",
    "tests/ops/deploy/test_rotation.py",
    "tests/ops/local/test_run.py",
    "tests/packaging/test_answers.py",
    "tests/packaging/test_photos.py",
    "tests/platform/documents/test_false_alarms.py",
    "tests/portal/",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(CHECKOUT).as_posix().startswith(SLOW):
            item.add_marker("slow")
