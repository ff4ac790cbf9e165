"""Laws 3 and 7: the environment is read, the time asked and a transaction committed in one place each."""

from __future__ import annotations

import ast

from tests.laws.source import called, product

ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.putenv"}
# Who starts the campus hands it the environment on.
ENVIRONMENT_READERS = ("common/platform/settings.py", "common/ops/local/")
# Firestore's batch is no transaction of ours.
FIRESTORE = "common/platform/live/firestore.py"
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "func.now",
    "func.current_timestamp",
    "func.clock_timestamp",
}


def test_only_transaction_commits() -> None:
    breaches = called(
        lambda name: name.endswith((".commit", ".rollback")), "common/platform/db/", "common/ops/local/", FIRESTORE
    )
    assert breaches == [], "open `with transaction() as db:` instead; it commits when it ends well"


def test_only_the_db_package_begins_a_transaction() -> None:
    elsewhere = (
        "common/platform/db/",
        "common/ops/local/",
        "common/ops/migrations/",
    )
    breaches = called(lambda name: name.endswith(".begin"), *elsewhere)
    assert breaches == [], "open `with transaction() as db:` instead"


def test_only_settings_reads_the_environment() -> None:
    breaches = [
        f"{module.at(node)} {ast.unparse(node)}"
        for module in product()
        if not module.within(*ENVIRONMENT_READERS)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ENVIRONMENT
    ]
    assert breaches == [], "add a field to common/platform/settings.py and read settings()"


def test_nobody_takes_the_environment_by_another_name() -> None:
    breaches = [
        f"{module.at(node)} {ast.unparse(node)}"
        for module in product()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "os"
        and {"environ", "getenv"} & {a.name for a in node.names}
    ]
    assert breaches == [], "import os, so that the law above sees it"


def test_only_the_clock_tells_the_time() -> None:
    breaches = called(lambda name: name in CLOCKS, "common/platform/clock.py", "common/ops/local/")
    assert breaches == [], "ask common.platform.clock: now() and today() know the campus, and tests can move them"


def test_only_commands_print() -> None:
    breaches = called(
        lambda name: name in {"print", "pprint"}, "common/__main__.py", "common/ops/build/", "common/ops/local/"
    )
    assert breaches == [], "write to common.platform.log"
