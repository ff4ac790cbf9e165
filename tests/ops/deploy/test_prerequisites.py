"""What would hollow out a first campus is said before anything is made, and what passes by itself is waited for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ops.deploy.conftest import PROJECT, Cloud
from tests.ops.deploy.test_deploying import changes

NARROW = [{"values": {"allowedValues": ["C0abcdefg"]}}]
PUBLIC = "the portal and its keys lie in a bucket that everybody may read"


@pytest.mark.parametrize(
    ("policy", "rules", "line"),
    [
        ("iam.allowedPolicyMemberDomains", NARROW, PUBLIC),
        ("iam.managed.allowedPolicyMembers", [{"enforce": True}], PUBLIC),
        ("storage.publicAccessPrevention", [{"enforce": True}], PUBLIC),
        ("sql.restrictPublicIp", [{"enforce": True}], "the database has an address"),
        ("gcp.resourceLocations", [{"values": {"allowedValues": ["in:us-locations"]}}], "are in asia-southeast2"),
    ],
)
def test_a_policy_that_forbids_what_is_needed_costs_nothing(
    cloud: Cloud, policy: str, rules: list[Any], line: str
) -> None:
    """F2: it was met in the apply that already bought the database."""
    cloud.set(policies={policy: rules})
    assert cloud.run("deploy", yes="1") == 1
    assert f"{policy} forbids what is needed: " in cloud.errors
    assert line in cloud.errors
    assert cloud.state["buckets"] == {}
    assert cloud.asked("terraform", "apply") == []


@pytest.mark.parametrize(
    "rules", [[], [{"allowAll": True}], [{"values": {"allowedValues": ["in:asia-locations"]}}], [{"enforce": False}]]
)
def test_a_policy_that_leaves_room_is_none(cloud: Cloud, rules: list[Any]) -> None:
    name = "gcp.resourceLocations" if rules and "values" in rules[0] else "storage.publicAccessPrevention"
    cloud.set(policies={name: rules})
    assert cloud.run("deploy", yes="1") == 0, cloud.errors


def test_who_may_not_ask_about_policies_is_warned_and_goes_on(cloud: Cloud) -> None:
    denied = "ERROR: (gcloud.org-policies.describe) PERMISSION_DENIED: Permission 'orgpolicy.policy.get' denied."
    cloud.fail("org-policies describe", denied)
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert "cannot be asked: The permission orgpolicy.policy.get is missing" in cloud.output


SIGNED = 'campus = { place = "Uji", signer = "Dr. Uji, M.T.", signer_title = "Kepala Lab" }'
UNSIGNED = "values are missing (campus.place, campus.signer_title)"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "values are missing (campus, mail, alert_email)"),
        (f'{SIGNED}\nmail = {{ host = "smtp.uji.ac.id" }}', "values are missing (alert_email)"),
        (f'{SIGNED}\nmail = {{ host = "smtp.kampus.ac.id" }}\nalert_email = "a@uji.ac.id"', "still has kampus.ac.id"),
        ('campus = {\n  place = ""\n  signer = "Dr. Uji, M.T."\n}\nmail = {}\nalert_email = "a@uji.ac.id"', UNSIGNED),
    ],
)
def test_placeholders_are_no_campus(cloud: Cloud, text: str, line: str) -> None:
    """F3: nobody could sign in, since every link goes by mail."""
    cloud.own.write_text(text)
    assert cloud.run("deploy", yes="1") == 1
    assert line in cloud.errors
    assert str(cloud.own) in cloud.errors
    assert cloud.calls == []


def test_a_domain_of_the_example_is_refused(cloud: Cloud) -> None:
    assert cloud.run("deploy", yes="1", domain="aslab.kampus.ac.id") == 1
    assert "is the example's" in cloud.errors


def test_mail_that_cannot_be_sent_is_asked_about(cloud: Cloud) -> None:
    cloud.own.write_text(cloud.own.read_text().replace("port =", 'user = "aslab", port ='))
    assert cloud.run("deploy") == 1
    assert "The mail server does not take us (aslab has no password here" in cloud.output
    assert cloud.asked("terraform", "plan") == []
    assert cloud.run("deploy", yes="1") == 0, cloud.errors


def test_the_campus_s_own_values_count_more_than_those_of_the_environment(cloud: Cloud) -> None:
    cloud.own.write_text(cloud.own.read_text() + 'region = "asia-southeast1"\n')
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    [bucket] = cloud.asked("gcloud", "storage", "buckets", "create")
    assert "--location=asia-southeast1" in bucket
    plan = cloud.asked("terraform", "plan")[-1]
    assert plan.index("-var-file=environments/prod.tfvars") < plan.index(f"-var-file={cloud.own}")


@pytest.mark.parametrize("rounds", [1, 2])
def test_what_passes_by_itself_is_tried_again(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, rounds: int) -> None:
    """F6: a service that was just switched on, and whose own account is on its way."""
    monkeypatch.setattr("common.ops.deploy.deploying._PAUSE_SECONDS", 0)
    said = "Error: Error creating Api: googleapi: Error 400: Service agent is not there yet, wait a few minutes"
    cloud.fail("terraform -chdir=terraform apply", said, rounds)
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert cloud.output.count("This passes by itself") == rounds


def test_after_three_rounds_it_is_a_failure(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("common.ops.deploy.deploying._PAUSE_SECONDS", 0)
    cloud.fail("terraform -chdir=terraform apply", "Error: Service agent is not there yet", 9)
    assert cloud.run("deploy", yes="1") == 1
    assert len(cloud.asked("terraform", "apply")) == 3


def test_a_failure_that_stays_is_not_tried_again(cloud: Cloud) -> None:
    cloud.fail("terraform -chdir=terraform apply", "Error: Error 403: the quota is used up", 9)
    assert cloud.run("deploy", yes="1") == 1
    assert len(cloud.asked("terraform", "apply")) == 1


def test_the_second_command_only_looks(cloud: Cloud) -> None:
    cloud.run("deploy", yes="1")
    assert cloud.run("deploy") == 0, cloud.errors
    assert changes(cloud) == []
    assert f"{PROJECT}-tfstate" in cloud.state["buckets"]


def test_a_database_of_its_own_network_asks_for_no_exception(cloud: Cloud) -> None:
    cloud.set(policies={"sql.restrictPublicIp": [{"enforce": True}]})
    cloud.own.write_text(cloud.own.read_text() + "private_database = true\n")
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
