"""What a deployment counts on in terraform/ is there, by the same names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from common.ops.checkout import CHECKOUT
from common.ops.deploy.data import holds_data
from common.ops.deploy.deploying import unseen
from common.ops.deploy.migration import FIRST_ADMIN, PROGRAM, SCHEMA
from common.ops.deploy.rotation import OUTPUTS
from common.ops.deploy.target import Target

FOLDER = CHECKOUT / "terraform"
RESOURCE = re.compile(r'^resource "(\w+)" "(\w+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
# What is not given has a default: the portal's own, or that of Google.
OPTIONAL = {"campus_contact", "campus_name", "campus_time_zone", "campus_sign_in", "event_subscriptions"}


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def resources() -> dict[str, str]:
    """Address and body of each."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.tf")))
    return {f"{kind}.{name}": body for kind, name, body in RESOURCE.findall(text)}


def test_every_output_that_is_asked_for_is_given() -> None:
    given = set(re.findall(r'^output "(\w+)"', read("outputs.tf"), re.MULTILINE))
    assert (set(unseen(Target("si-aslab-uji"))) | OUTPUTS) - OPTIONAL <= given


def test_the_jobs_that_are_run_by_their_names_are_there() -> None:
    jobs = re.search(r"operations = \{(.*?)\n  \}", read("migrations.tf"), re.DOTALL)
    assert jobs is not None
    for name in (SCHEMA, FIRST_ADMIN):
        assert re.search(rf'^    "?{name}"? +=', jobs[1], re.MULTILINE)


def test_every_variable_that_is_told_is_known() -> None:
    known = set(re.findall(r'^variable "(\w+)"', read("variables.tf"), re.MULTILINE))
    assert {"project", "environment", "domain", "image", "public_keys", "secret_versions", "allow_data_loss"} <= known


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_the_region_is_known_before_there_is_an_output(environment: str) -> None:
    assert re.fullmatch(r"[a-z]+-[a-z]+\d+", Target("si-aslab-uji", environment).region())


def test_a_domain_may_stand_in_the_file_of_an_environment(tmp_path: Path) -> None:
    (tmp_path / "environments").mkdir()
    file = tmp_path / "environments" / "prod.tfvars"
    for text, named in (('region = "x"\n# domain = "a.id"\n', False), ('tier = "x"\ndomain = "a.id"\n', True)):
        file.write_text(text)
        assert Target("si-aslab-uji", terraform=tmp_path).has_domain() is named


def test_whatever_terraform_protects_is_data_to_a_deployment_too() -> None:
    protected = [address for address, body in resources().items() if "var.allow_data_loss" in body]
    assert len(protected) >= 6
    assert [address for address in protected if not holds_data(address)] == []


def test_whatever_is_data_to_a_deployment_terraform_protects() -> None:
    data = [address for address in resources() if holds_data(address)]
    assert len(data) >= 6
    assert [address for address in data if "var.allow_data_loss" not in resources()[address]] == []


def test_the_foundation_is_all_that_secrets_and_the_image_need() -> None:
    foundation = resources()["terraform_data.foundation"]
    for needed in ("artifact_registry_repository.images", "secret_manager_secret.setting", "storage_bucket.build"):
        assert f"google_{needed}" in foundation


def test_a_job_starts_the_program_that_the_first_admin_is_added_by() -> None:
    words = re.search(r"args\s+= \[(.*?)\]", read("migrations.tf"))
    assert words is not None
    assert tuple(re.findall(r'"([^"]+)"', words[1])) == PROGRAM


def test_what_is_out_of_use_goes_after_the_time_that_publishing_marks() -> None:
    assert "days_since_custom_time = 30" in resources()["google_storage_bucket.site"]
    assert '"jwks.json"' in read("gateway.tf")
