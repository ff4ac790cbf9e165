"""`make destroy` leaves data alone, unless it is confirmed twice."""

from __future__ import annotations

import pytest

from tests.ops.deploy.conftest import PROJECT, Cloud

DATABASE, FUNCTION = "google_sql_database_instance.aslab", 'google_cloud_run_v2_service.function["apply"]'
STAYS = {
    DATABASE,
    "google_storage_bucket.private",
    'google_service_account.function["apply"]',
    'google_sql_user.iam["apply"]',
    *(
        f'google_secret_manager_secret.setting["{n}"]'
        for n in [
            "signing_keys",
            "smtp_password",
            "whatsapp_token",
            "campus_client_secret",
            "certificate_key",
            "badge_keys",
        ]
    ),
}


def test_what_can_be_had_again_goes_and_data_stay_with_what_they_need(deployed: Cloud) -> None:
    assert deployed.run("destroy", yes="1") == 0, deployed.errors
    assert set(deployed.state["resources"]) == STAYS
    assert f"    {DATABASE}" in deployed.output
    assert f"gs://{PROJECT}-tfstate" in deployed.output
    assert deployed.run("destroy", yes="1") == 0
    assert deployed.asked("terraform", "plan") == [], "a second time there is nothing to take away"


def test_it_can_be_deployed_again_over_its_data(deployed: Cloud) -> None:
    deployed.run("destroy", yes="1")
    keys = deployed.state["secrets"]["signing-keys"]
    assert deployed.run("deploy", yes="1") == 0, deployed.errors
    assert FUNCTION in deployed.state["resources"]
    assert deployed.state["secrets"]["signing-keys"] == keys


@pytest.mark.parametrize("confirmed", ["", "yes", "si-aslab-prod"])
def test_data_are_not_destroyed_on_one_word(deployed: Cloud, confirmed: str) -> None:
    assert deployed.run("destroy", yes="1", delete_data="yes", confirm=confirmed) == 1
    assert f"CONFIRM={PROJECT}" in deployed.errors
    assert deployed.calls == []


@pytest.mark.parametrize("word", ["", "no", "1", "true"])
def test_a_confirmation_of_something_else_is_refused(deployed: Cloud, word: str) -> None:
    assert deployed.run("destroy", yes="1", delete_data=word, confirm=PROJECT) == 1
    assert "DELETE_DATA=yes" in deployed.errors
    assert deployed.calls == []


def test_told_twice_everything_goes_but_the_state(deployed: Cloud) -> None:
    assert deployed.run("destroy", yes="1", delete_data="yes", confirm=PROJECT) == 0, deployed.errors
    assert deployed.state["resources"] == []
    lifting, taking = deployed.asked("terraform", "plan")
    assert "-var=allow_data_loss=true" in lifting
    assert f"-target={DATABASE}" in lifting
    assert FUNCTION not in lifting, "only what is protected is touched"
    assert "-destroy" in taking
    assert deployed.state["buckets"] == {f"{PROJECT}-tfstate": {"versioned": "True"}}
    assert f"gs://{PROJECT}-tfstate" in deployed.output


def test_nothing_goes_unless_somebody_says_yes(deployed: Cloud) -> None:
    before = deployed.state["resources"]
    assert deployed.run("destroy") == 1
    assert deployed.run("destroy", delete_data="yes", confirm=PROJECT) == 1
    assert deployed.state["resources"] == before


def test_a_plan_that_takes_data_along_is_refused_although_its_targets_do_not_name_them(
    deployed: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.ops.deploy.destroying.kept", lambda rows: [DATABASE])
    assert deployed.run("destroy", yes="1") == 1
    assert "would destroy data" in deployed.errors
    assert DATABASE in deployed.state["resources"]


@pytest.mark.parametrize("command", ["destroy", "rotate-keys"])
def test_a_state_of_somebody_else_says_nothing_of_what_is_there(deployed: Cloud, command: str) -> None:
    deployed.set(taken=[f"{PROJECT}-tfstate"])
    assert deployed.run(command) == 1
    assert deployed.errors == f"Not deployed yet: make deploy PROJECT={PROJECT}\n"
    assert deployed.asked("terraform", "init") == []


def test_where_nothing_is_nothing_goes(cloud: Cloud) -> None:
    cloud.set(buckets={f"{PROJECT}-tfstate": {"versioned": "True"}})
    assert cloud.run("destroy", yes="1") == 0
    assert "Nothing is there." in cloud.output
