"""Where terraform/ and the code name the same thing, they name it alike. What Terraform itself can check is checked by
`make terraform-check`."""

from __future__ import annotations

import json
import re
from dataclasses import fields

import pytest

from common.ops.checkout import CHECKOUT
from common.ops.contract import load_functions
from common.platform.settings import Settings

FOLDER = CHECKOUT / "terraform"
COMMON = FOLDER.parent / "common"
SETTINGS = {field.name for field in fields(Settings)}
# What a function is given that is not for common/platform/settings.py: gunicorn and the functions framework read it.
OF_THE_FRAMEWORK = {"threads", "function_target"}


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["functions.tf", "migrations.tf"])
def test_every_environment_variable_is_a_setting(name: str) -> None:
    told = {word.lower() for word in re.findall(r"\b([A-Z][A-Z_]{3,})\s+= ", read(name))}
    assert len(told) > 3
    assert told - SETTINGS - OF_THE_FRAMEWORK == set()


def test_an_access_token_lives_as_long_as_the_functions_are_told() -> None:
    told = re.search(r'lookup\(var\.settings, "ACCESS_MINUTES", "(\d+)"\)', read("outputs.tf"))
    assert told is not None
    assert int(told[1]) == Settings().access_minutes


def test_every_declared_secret_may_have_a_version() -> None:
    declared = {secret for function in load_functions().values() for secret in function.secrets}
    known = re.search(r"for name in keys\(var\.secret_versions\) : contains\(\[(.*?)\], name\)", read("variables.tf"))
    assert known is not None
    assert set(re.findall(r'"(\w+)"', known[1])) == declared


def test_every_declared_bucket_is_there() -> None:
    declared = {bucket for function in load_functions().values() for bucket in function.buckets}
    assert declared == set(re.findall(r"(\w+_bucket)\s+= google_storage_bucket\.", read("storage.tf")))


def test_what_is_counted_in_the_logs_is_written_there() -> None:
    counted = set(re.findall(r'event\s*=\s*"(\w+)"|jsonPayload\.event=\\"(\w+)\\"', read("monitoring.tf")))
    names = {name for pair in counted for name in pair if name}
    code = "".join(path.read_text(encoding="utf-8") for path in COMMON.rglob("*.py"))
    assert len(names) == 3
    assert [name for name in names if f'"event": "{name}"' not in code] == []


def test_no_function_is_replaced_before_the_schema_is_there() -> None:
    """An order that a plan does not show."""
    found = re.search(
        r'resource "google_cloud_run_v2_service" "function" \{.*?depends_on = \[(.*?)\]', read("functions.tf"), re.S
    )
    assert found is not None
    assert "google_cloud_run_v2_job.operation" in found[1]


def test_the_jobs_that_an_alert_names_are_declared() -> None:
    jobs = {
        f"{function.name}-{trigger.name}".replace("_", "-")
        for function in load_functions().values()
        for trigger in function.triggers
        if trigger.kind == "schedule"
    }
    named = re.findall(r"the job ([\w-]+) of Cloud Scheduler", read("monitoring.tf"))
    assert named
    assert set(named) <= jobs


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_an_environment_chooses_a_tier_that_has_the_connections(name: str) -> None:
    """The rule is a precondition in functions.tf; this only fails earlier, where there is no terraform."""
    chosen = read(f"environments/{name}.tfvars")
    tier, scale = re.search(r'tier\s+= "(.*)"', chosen), re.search(r"scale\s+= (\d+)", chosen)
    connections = json.loads(read("connections.json"))
    spare = connections["reserved"] + connections["other"]
    assert tier is not None
    assert scale is not None
    total = sum(one.max_instances * one.pool for one in load_functions().values() if one.database)
    assert total * int(scale[1]) + spare <= connections["tiers"][tier[1]]


def test_names_of_accounts_and_services_are_as_short_as_google_wants_them() -> None:
    for name in load_functions():
        assert 6 <= len(f"fn-{name}") <= 30, "a service account's id has 6 to 30 characters"
        assert len(name) <= 49, "a Cloud Run service's name has 49 characters at the most"
