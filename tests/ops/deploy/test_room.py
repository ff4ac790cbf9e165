"""Roles, quotas and who pays are asked before anything is made."""

from __future__ import annotations

import json
import re

import pytest

from common.ops.checkout import CHECKOUT
from common.ops.deploy.room import ROLES
from tests.ops.deploy.conftest import Cloud

SERVICES = json.loads((CHECKOUT / "terraform" / "services.json").read_text())
BILL = "012345-6789AB-CDEF01"


def test_every_service_is_switched_on_before_terraform_needs_it(cloud: Cloud) -> None:
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert sorted(cloud.state["services"]) == SERVICES
    assert cloud.run("deploy") == 0
    assert cloud.asked("gcloud", "services", "enable") == []


def test_one_that_is_on_is_not_asked_for(cloud: Cloud) -> None:
    cloud.set(services=[name for name in SERVICES if name != "run.googleapis.com"])
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    [asked] = cloud.asked("gcloud", "services", "enable")
    assert asked.split()[3] == "run.googleapis.com"


def test_what_terraform_makes_belongs_to_a_service_that_is_on() -> None:
    made = {
        *re.findall(r'^(?:resource|data) "google_([a-z]+)', "".join(map(read, files())), re.MULTILINE),
    }
    of = {"api": "apigateway", "artifact": "artifactregistry", "billing": "billingbudgets", "cloud": "run"}
    of |= {"project": "cloudresourcemanager", "secret": "secretmanager", "service": "iam", "sql": "sqladmin"}
    assert len(made) > 10
    assert {f"{of.get(name, name)}.googleapis.com" for name in made} - set(SERVICES) == set()


def files() -> list[str]:
    return sorted(path.name for path in (CHECKOUT / "terraform").glob("*.tf"))


def read(name: str) -> str:
    return (CHECKOUT / "terraform" / name).read_text()


def test_roles_that_are_not_seen_are_named_and_stop_nothing(cloud: Cloud) -> None:
    cloud.set(roles=[f"roles/{role}" for role in ROLES if role not in {"run.admin", "storage.admin"}])
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert "needed unless a group has them: run.admin, storage.admin." in cloud.output


@pytest.mark.parametrize("roles", [["roles/owner"], [f"roles/{role}" for role in ROLES]])
def test_who_has_them_is_not_bothered(cloud: Cloud, roles: list[str]) -> None:
    cloud.set(roles=roles)
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert "Not given to" not in cloud.output


def test_who_may_not_see_roles_is_warned(cloud: Cloud) -> None:
    cloud.fail("get-ancestors-iam-policy", "ERROR: (gcloud.projects) Permission 'resourcemanager.folders.get' denied.")
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert "Your roles cannot be asked: The permission resourcemanager.folders.get is missing" in cloud.output


def test_the_roles_are_those_of_the_page() -> None:
    page = (CHECKOUT / "common" / "docs" / "deployment.md").read_text()
    told = page.partition("The least roles are ")[2].partition(";")[0]
    assert tuple(re.findall(r"`([\w.]+)`", told)) == ROLES


@pytest.mark.parametrize(
    ("name", "value"), [("CpuAllocPerProjectRegion", "1000"), ("MemAllocPerProjectRegion", "536870912")]
)
def test_a_quota_that_is_too_small_is_said_before_anything_is_made(cloud: Cloud, name: str, value: str) -> None:
    """Cloud Run refuses a service for what all its instances could take: in the apply, after the database is paid."""
    cloud.set(quotas={name: value})
    assert cloud.run("deploy", yes="1") == 1
    assert f"The quota {name} of Cloud Run is {value}, and one function needs " in cloud.errors
    assert cloud.state["buckets"] == {}


@pytest.mark.parametrize("value", ["20000", "-1"])
def test_a_quota_that_is_enough_or_without_a_limit_is_none(cloud: Cloud, value: str) -> None:
    cloud.set(quotas={"CpuAllocPerProjectRegion": value})
    assert cloud.run("deploy", yes="1") == 0, cloud.errors


def test_the_scale_counts(cloud: Cloud) -> None:
    cloud.own.write_text(cloud.own.read_text() + "scale = 30\n")
    cloud.set(quotas={"CpuAllocPerProjectRegion": "20000"})
    assert cloud.run("deploy", yes="1") == 1
    assert "choose a smaller scale" in cloud.errors


def budgets(cloud: Cloud) -> list[str]:
    plan = cloud.asked("terraform", "plan")[-1]
    return [word for word in plan.split() if word.startswith(("-var=billing_account", "-var=currency"))]


def test_the_cost_alarm_is_on_where_it_may_be(cloud: Cloud) -> None:
    cloud.set(pays=BILL, watchers=["user:admin@kampus.ac.id"])
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert budgets(cloud) == [f"-var=billing_account={BILL}", "-var=currency=IDR"]


def test_it_stays_on_when_somebody_else_deploys(cloud: Cloud) -> None:
    cloud.set(outputs=cloud.state["outputs"] | {"billing_account": BILL, "currency": "IDR"})
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert cloud.run("deploy") == 0
    assert budgets(cloud) == [f"-var=billing_account={BILL}", "-var=currency=IDR"]


def test_without_the_right_there_is_none_and_that_is_said(cloud: Cloud) -> None:
    cloud.set(pays=BILL)
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert budgets(cloud) == []
    assert f"No cost alarm: admin@kampus.ac.id is not given billing.costsManager on {BILL} by name." in cloud.output


def test_a_campus_that_names_its_account_is_not_asked(cloud: Cloud) -> None:
    cloud.set(pays=BILL, watchers=["user:admin@kampus.ac.id"])
    cloud.own.write_text(cloud.own.read_text() + f'billing_account = "{BILL}"\nmonthly_budget = 9\n')
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert budgets(cloud) == []
    assert cloud.asked("gcloud", "billing", "accounts") == []
