"""`make deploy` from an empty project on, again, and from wherever it was cut off."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from common.ops.build.tree import tree
from common.platform.auth.keys import public_half
from common.platform.settings import settings
from tests.ops.deploy.conftest import PROJECT, Cloud

CHANGING = ("gcloud services enable", "create", "update", "versions add", "builds submit", "terraform apply")
DENIED = "ERROR: (gcloud.secrets.versions.add) PERMISSION_DENIED: Permission 'secretmanager.versions.add' denied."


def changes(cloud: Cloud) -> list[str]:
    """The calls that change something."""
    calls = [re.sub(r" -\S+", "", call) for call in cloud.calls]
    return [call for call in calls if any(word in call for word in CHANGING)]


def test_an_empty_project_becomes_a_running_campus(cloud: Cloud, site: Any) -> None:
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert cloud.state["buckets"] == {f"{PROJECT}-tfstate": {"versioned": "True"}}
    assert 'google_cloud_run_v2_service.function["apply"]' in cloud.state["resources"]
    assert {".well-known/security.txt", "index.html", "assets/main-abc.js"} == set(cloud.published())
    assert "Contact: mailto:keamanan@uji.ac.id\n" in cloud.published()[".well-known/security.txt"].download_as_text()
    assert site.asked[:4] == ["/index.html", "/jwks.json", "/v1/jwks.json", "/v1/vacancies"]
    assert "FAIL" not in cloud.output
    assert cloud.output.count("\n  ok    ") == 6
    assert f"make first-admin PROJECT={PROJECT}" in cloud.output
    assert "WhatsApp stays off" in cloud.output


def test_the_keys_that_sign_are_those_that_are_published(cloud: Cloud) -> None:
    cloud.run("deploy", yes="1")
    (private,) = cloud.state["secrets"]["signing-keys"]
    assert json.loads(cloud.state["jwks"]) == public_half(json.loads(private))
    assert json.loads(cloud.state["told"]["secret_versions"]) == {"signing_keys": "1"}


def test_a_second_time_only_looks(cloud: Cloud) -> None:
    cloud.run("deploy", yes="1")
    before = {name: blob.generation for name, blob in cloud.published().items()}
    state = cloud.state
    assert cloud.run("deploy") == 0, "where nothing changes, nobody is asked"
    assert changes(cloud) == []
    assert cloud.output.count("Nothing to change.") == 2
    assert "building the portal" not in cloud.output
    assert {name: blob.generation for name, blob in cloud.published().items()} == before
    assert cloud.state["secrets"] == state["secrets"]


def test_one_image_is_built_for_a_content_that_has_none(deployed: Cloud) -> None:
    """By one command: gcloud does not bear being run several times at once."""
    (image,) = deployed.state["images"]
    assert image.endswith(f"/suite:{tree().tag}")
    older = image.replace(tree().tag, "0" * 16)
    deployed.set(images=[older])
    assert deployed.run("deploy", yes="1") == 0, deployed.errors
    (build,) = deployed.asked("gcloud", "builds", "submit")
    assert f"_IMAGE={image} " in build
    assert deployed.state["images"] == [older, image]
    assert {f"-var=image={tree().tag} " in f"{call} " for call in deployed.asked("terraform", "plan")} == {True}


def test_a_migration_that_failed_is_run_again(deployed: Cloud) -> None:
    """Cloud Run keeps the token of an execution that failed: Terraform alone would go on over the old schema."""
    deployed.set(failed_migrations="1")
    assert deployed.run("deploy", yes="1") == 0, deployed.errors
    plans = [call for call in deployed.calls if " plan " in call]
    again = '-replace=google_cloud_run_v2_job.operation["migrate"]'
    assert [again in call for call in plans] == [False, True]


def test_an_event_is_not_brought_again_while_it_is_worked_on(deployed: Cloud) -> None:
    assert deployed.state["deadline"] == "300"


def test_keys_that_were_not_seen_at_first_are_never_replaced(deployed: Cloud) -> None:
    deployed.fail("versions list signing-keys", "ERROR: (gcloud.secrets.versions.list) NOT_FOUND: Secret not found.")
    before = deployed.state["secrets"]
    assert deployed.run("deploy", yes="1") == 1
    assert "signing keys have come to be meanwhile" in deployed.errors
    assert deployed.state["secrets"] == before
    assert deployed.run("deploy", yes="1") == 0, deployed.errors


@pytest.mark.parametrize(
    "cut", ["buckets update", "plan -input=false", "versions add signing-keys", "builds submit", "apply", "output"]
)
def test_what_was_cut_off_anywhere_goes_on_with_the_same_command(cloud: Cloud, cut: str) -> None:
    cloud.fail(cut, "Error: cut off")
    assert cloud.run("deploy", yes="1") == 1
    assert "cut off" in cloud.errors
    done = set(changes(cloud))
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    repeated = done & set(changes(cloud))
    assert {call for call in repeated if cut not in call and "apply" not in call} == set()
    assert len(cloud.state["secrets"]["signing-keys"]) == 1
    assert len(cloud.state["images"]) == 1


def test_a_secret_that_is_given_goes_through_a_pipe_and_nowhere_else(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "rahasia-sekali")
    settings.cache_clear()
    cloud.run("deploy", yes="1")
    assert cloud.state["secrets"]["smtp-password"] == ["rahasia-sekali"]
    assert json.loads(cloud.state["told"]["secret_versions"]) == {"signing_keys": "1", "smtp_password": "1"}
    (keys,) = cloud.state["secrets"]["signing-keys"]
    private = json.loads(keys)["keys"][0]["d"]
    cloud.set(secrets={})
    kept = [file.read_text(errors="replace") for file in (cloud.folder / "local").rglob("*") if file.is_file()]
    seen = "\n".join([cloud.output, cloud.errors, json.dumps(cloud.state), *kept])
    assert private not in seen
    assert "rahasia-sekali" not in seen
    assert "a-token-that-nobody-may-see" not in seen


def test_a_failed_pipe_does_not_tell_what_went_through_it(deployed: Cloud) -> None:
    private = json.loads(deployed.state["secrets"]["signing-keys"][0])["keys"][0]["d"]
    deployed.fail("versions access", "ERROR: (gdeployed.secrets.versions.access) cannot be reached")
    assert deployed.run("deploy", yes="1") == 1
    assert "cannot be reached" in deployed.errors
    assert private not in deployed.output + deployed.errors


def test_a_missing_permission_is_one_line_with_the_role_that_has_it(cloud: Cloud) -> None:
    cloud.fail("versions add", DENIED)
    assert cloud.run("deploy", yes="1") == 1
    assert cloud.errors == ("The permission secretmanager.versions.add is missing; roles/secretmanager.admin has it.\n")
    assert DENIED in cloud.output, "what the tool said stands above"


def test_the_portal_is_built_as_the_campus_and_its_two_origins_want_it(cloud: Cloud, site: Any) -> None:
    (cloud.folder / "local" / "site.stamp").unlink()
    cloud.run("deploy", yes="1")
    assert json.loads(cloud.published()["index.html"].download_as_text()) == {
        "VITE_API_ORIGIN": site.url,
        "VITE_CAMPUS_NAME": "Universitas Uji",
        "VITE_TIME_ZONE": "Asia/Makassar",
        "VITE_CAMPUS_SIGN_IN": "true",
        "VITE_CONTENT_SECURITY_POLICY": "default-src 'none'",
    }


def test_another_name_of_the_campus_makes_another_portal_and_the_same_name_none(deployed: Cloud) -> None:
    deployed.run("deploy", yes="1")
    deployed.set(outputs={**deployed.state["outputs"], "campus_name": "Universitas Lain"})
    deployed.run("deploy", yes="1")
    assert "Universitas Lain" in deployed.published()["index.html"].download_as_text()
    deployed.run("deploy", yes="1")
    assert "building the portal" not in deployed.output


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("common.ops.deploy.smoke.smoke_test.__defaults__", (timedelta(0),))


@pytest.mark.usefixtures("impatient")
def test_with_a_domain_there_is_one_origin_and_a_certificate_to_wait_for(cloud: Cloud) -> None:
    cloud.set(outputs={"address": "https://127.0.0.1:9", "api_origin": "", "dns": "aslab.uji.ac.id. A 192.0.2.1"})
    assert cloud.run("deploy", yes="1", domain="aslab.uji.ac.id", environment="dev") == 0, cloud.errors
    assert "-var=domain=aslab.uji.ac.id" in cloud.asked("terraform", "plan")[-1]
    assert "may take an hour" in cloud.output
    assert "has to say: aslab.uji.ac.id. A 192.0.2.1" in cloud.output
    assert "VITE_API_ORIGIN" not in cloud.published()["index.html"].download_as_text()
    given = f"PROJECT={PROJECT} DOMAIN=aslab.uji.ac.id ENVIRONMENT=dev"
    assert f"make first-admin {given} NUMBER=" in cloud.output
    assert f"make secret {given} NAME=smtp-password" in cloud.output
    assert cloud.run("deploy", yes="1", domain="aslab.uji.ac.id", environment="dev") == 1
    assert cloud.errors == "https://127.0.0.1:9 cannot be reached.\n", "a name that is there already has to answer"


def test_a_campus_with_a_domain_is_not_planned_without_it(deployed: Cloud) -> None:
    deployed.set(outputs={**deployed.state["outputs"], "dns": "aslab.uji.ac.id. A 192.0.2.1"})
    assert deployed.run("deploy", yes="1") == 1
    assert f"make deploy PROJECT={PROJECT} DOMAIN=aslab.uji.ac.id\n" in deployed.errors
    assert changes(deployed) == []
    assert deployed.asked("terraform", "plan") == []


@pytest.mark.parametrize("command", ["deploy", "destroy", "rotate-keys"])
def test_a_project_is_one_environment(deployed: Cloud, command: str) -> None:
    assert deployed.run(command, environment="dev") == 1
    assert "is ENVIRONMENT=prod" in deployed.errors
    assert changes(deployed) == []
    assert deployed.asked("terraform") == deployed.asked("terraform", "version")


@pytest.mark.usefixtures("impatient")
def test_a_site_that_answers_badly_fails_the_deployment(cloud: Cloud, site: Any) -> None:
    site.statuses["/v1/vacancies"] = 503
    assert cloud.run("deploy", yes="1") == 1
    assert cloud.errors == f"{site.url}/v1/vacancies answers 503.\n"


@pytest.mark.parametrize("yes", ["", "0", "no", "false"])
def test_nobody_who_could_be_asked_means_no_before_a_database_costs(cloud: Cloud, yes: str) -> None:
    assert cloud.run("deploy", yes=yes) == 1
    assert "YES=1" in cloud.errors
    assert "a database" in cloud.output
    assert cloud.state["resources"] == []


def test_a_foundation_that_changes_is_asked_about_and_one_that_only_grows_is_not(deployed: Cloud) -> None:
    rest = [row for row in deployed.state["resources"] if not row.startswith("google_service_account")]
    deployed.set(resources=rest)
    assert deployed.run("deploy") == 0, deployed.errors
    deployed.set(drifted=["google_storage_bucket.private"])
    assert deployed.run("deploy") == 1
    assert deployed.asked("terraform", "apply") == []


def test_a_plan_that_would_destroy_data_is_never_applied(deployed: Cloud) -> None:
    deployed.set(replaced=["google_sql_database_instance.aslab"])
    assert deployed.run("deploy", yes="1") == 1
    assert "would destroy data: google_sql_database_instance.aslab" in deployed.errors
    assert changes(deployed) == []
    assert not list((deployed.folder / "local" / "deploy").iterdir()), "a plan that was refused cannot be applied later"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"terraform": "1.5.7"}, "Terraform 1.5.7 is too old: 1.9 or newer is needed."),
        ({"account": ""}, "Nobody is signed in: gcloud auth login"),
        ({"billing": "False"}, f"Billing is off: gcloud billing projects link {PROJECT} --billing-account=ID"),
    ],
)
def test_what_is_missing_is_told_before_anything_is_done(cloud: Cloud, change: dict[str, str], line: str) -> None:
    cloud.set(**change)
    assert cloud.run("deploy", yes="1") == 1
    assert cloud.errors == line + "\n"
    assert changes(cloud) == []


def test_a_state_bucket_of_somebody_else_is_not_ours(cloud: Cloud) -> None:
    name = f"{PROJECT}-tfstate"
    cloud.set(buckets={name: {"versioned": "True"}}, taken=[name])
    assert cloud.run("deploy", yes="1") == 1
    assert "taken by another project" in cloud.errors
    assert cloud.asked("terraform", "init") == []


@pytest.mark.parametrize("missing", ["gcloud", "terraform"])
def test_a_missing_tool_is_told_in_one_line(cloud: Cloud, missing: str) -> None:
    (cloud.folder / "bin" / missing).unlink()
    assert cloud.run("deploy", yes="1") == 1
    assert cloud.errors == f"{missing} is not installed, or not on the PATH.\n"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"project": ""}, "PROJECT="),
        ({"project": "Kampus Kita"}, "no id of a project"),
        ({"domain": "https://aslab.uji.ac.id/"}, "no bare host name"),
        ({"environment": "uji"}, "environments/uji.tfvars"),
    ],
)
def test_what_cannot_be_meant_is_refused_without_asking_anybody(cloud: Cloud, given: dict[str, str], word: str) -> None:
    assert cloud.run("deploy", yes="1", **given) == 1
    assert word in cloud.errors
    assert cloud.calls == []


def test_it_ends_with_what_no_test_proves(cloud: Cloud) -> None:
    """The campus runs by then: what does not work is named, and the command says so by its end."""
    cloud.set(trusted=3)
    assert cloud.run("deploy", yes="1") == 1
    assert "1 write into X-Forwarded-For and 3 are trusted: trusted_proxies = 1" in cloud.output
    assert cloud.errors == "1 parts do not work: the number of proxies.\n"
    assert cloud.output.index("make first-admin") < cloud.output.index("FAIL")


def test_it_says_when_the_builder_has_had_updates(cloud: Cloud) -> None:
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    assert "The image's builder is not pinned: make pins UPGRADE=1 names sha256:aaaaaaaaaaaa" in cloud.output
