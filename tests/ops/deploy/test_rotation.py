"""`make rotate-keys` and `make deploy` in turn, and the other commands that touch secrets and people."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest

from common.ops.deploy.keys import ids
from common.platform.auth.secrets import digest
from tests.ops.deploy.conftest import PROJECT, Cloud


def signing(cloud: Cloud) -> tuple[str, ...]:
    return ids(json.loads(cloud.state["secrets"]["signing-keys"][-1]))


def wait(cloud: Cloud, **time: int) -> None:
    cloud.set(jwks_since=cloud.state["jwks_since"] - timedelta(**time).total_seconds())


def test_a_whole_rotation(deployed: Cloud) -> None:
    (old,) = signing(deployed)
    deployed.set(jwks_since=deployed.state["jwks_since"] - 86400)
    aged = deployed.state["secrets"]["signing-keys"][0].replace(old, "20260101T000000Z")
    deployed.set(secrets={**deployed.state["secrets"], "signing-keys": [aged]})
    assert deployed.run("rotate-keys") == 0, deployed.errors
    assert f"Run make deploy PROJECT={PROJECT} now" in deployed.output
    first, second = signing(deployed)
    assert (first, second > first) == ("20260101T000000Z", True)

    assert deployed.run("rotate-keys") == 1
    assert f"not in force yet: make deploy PROJECT={PROJECT}" in deployed.errors
    assert deployed.run("deploy", yes="1") == 0, deployed.errors
    assert ids(json.loads(deployed.state["jwks"])) == (first, second)
    assert json.loads(deployed.state["told"]["secret_versions"])["signing_keys"] == "2"

    assert deployed.run("rotate-keys") == 1
    assert "Too early" in deployed.errors
    assert " min " in deployed.errors
    wait(deployed, minutes=10)
    assert deployed.run("rotate-keys") == 0, deployed.errors
    assert signing(deployed) == (second, first)

    assert deployed.run("deploy", yes="1") == 0
    deployed.set(outputs={**deployed.state["outputs"], "access_minutes": "45"})
    wait(deployed, minutes=44)
    assert deployed.run("rotate-keys") == 1, "a token that the old key signed may still be good"
    wait(deployed, minutes=1)
    assert deployed.run("rotate-keys") == 0, deployed.errors
    assert signing(deployed) == (second,)
    private = [key["d"] for keys in deployed.state["secrets"]["signing-keys"] for key in json.loads(keys)["keys"]]
    assert {one in deployed.output + json.dumps(deployed.state["calls"]) for one in private} == {False}


def test_a_clock_that_is_behind_makes_no_key(deployed: Cloud) -> None:
    (old,) = signing(deployed)
    later = deployed.state["secrets"]["signing-keys"][0].replace(old, "29991231T235959Z")
    deployed.set(secrets={**deployed.state["secrets"], "signing-keys": [later]})
    assert deployed.run("rotate-keys") == 1
    assert "clock of this machine is behind" in deployed.errors
    assert deployed.state["secrets"]["signing-keys"] == [later]


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("rotate-keys", {}),
        ("secret", {"name": "smtp-password"}),
        ("first-admin", {"number": "1987", "name": "Siti", "email": "a@kampus.ac.id"}),
    ],
)
def test_what_needs_a_deployment_says_so(cloud: Cloud, command: str, options: dict[str, str], begun: bool) -> None:
    if begun:
        cloud.set(buckets={f"{PROJECT}-tfstate": {"versioned": "True"}}, services=["secretmanager.googleapis.com"])
    assert cloud.run(command, environment="dev", **options) == 1
    assert cloud.errors == f"Not deployed yet: make deploy PROJECT={PROJECT} ENVIRONMENT=dev\n"


def test_keys_alone_are_no_deployment(cloud: Cloud) -> None:
    keys = json.dumps({"keys": [{"kid": "20260101T000000Z"}]})
    cloud.set(buckets={f"{PROJECT}-tfstate": {"versioned": "True"}}, services=["secretmanager.googleapis.com"])
    cloud.set(secrets={"signing-keys": [keys]})
    assert cloud.run("rotate-keys") == 1
    assert cloud.errors == f"Not deployed yet: make deploy PROJECT={PROJECT}\n"


def test_a_secret_is_read_from_a_pipe_and_comes_with_the_next_deployment(
    deployed: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("kata sandi surat\n"))
    assert deployed.run("secret", name="smtp-password") == 0, deployed.errors
    assert deployed.state["secrets"]["smtp-password"] == ["kata sandi surat"]
    assert f"comes into force with make deploy PROJECT={PROJECT}" in deployed.output
    assert "kata sandi surat" not in deployed.output + json.dumps(deployed.state["calls"])
    deployed.run("deploy", yes="1")
    assert json.loads(deployed.state["told"]["secret_versions"]) == {"signing_keys": "1", "smtp_password": "1"}


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("signing-keys", f"make rotate-keys PROJECT={PROJECT}"),
        ("database-password", "smtp-password, whatsapp-token, campus-client-secret, certificate-key"),
    ],
)
def test_what_is_no_secret_that_is_entered_is_refused(cloud: Cloud, name: str, word: str) -> None:
    assert cloud.run("secret", name=name) == 1
    assert word in cloud.errors
    assert cloud.calls == []


def test_versions_before_the_last_are_closed_once_the_newest_is_in_force(
    deployed: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in ("lama", "salah ketik", "baru"):
        monkeypatch.setattr("sys.stdin", io.StringIO(value))
        assert deployed.run("secret", name="smtp-password") == 0, deployed.errors
    assert deployed.state["disabled"] == [], "what is in force until then is still read"
    assert deployed.run("deploy", yes="1") == 0, deployed.errors
    assert deployed.state["disabled"] == ["smtp-password/1"]
    assert deployed.run("deploy", yes="1") == 0, deployed.errors
    assert deployed.state["disabled"] == ["smtp-password/1"]


def test_no_value_is_no_version(deployed: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert deployed.run("secret", name="whatsapp-token") == 1
    assert deployed.errors == "No value was given.\n"
    assert deployed.state["secrets"]["whatsapp-token"] == []


@pytest.mark.parametrize("name", ["Ni Luh Ayu, S.Kom.", "A|B ~ C#D;E!", 'Siti "Nur" O\'Neil', "^|^"])
def test_the_first_admin_keeps_the_name_as_it_is_written(deployed: Cloud, name: str) -> None:
    assert deployed.run("first-admin", number="198701012015041001", name=name, email="a@kampus.ac.id") == 0
    (given,) = deployed.state["jobs"]
    delimiter, listed = given[1], given[3:]
    assert given[:3] == f"^{delimiter}^"
    assert listed.split(delimiter) == [
        *("--", "python", "main.py", "first-admin"),
        *("--number", "198701012015041001", "--name", name, "--email", "a@kampus.ac.id"),
    ]
    (call,) = deployed.asked("gcloud", "run", "jobs", "execute", "first-admin")
    assert f"--project={PROJECT}" in call
    assert "--wait" in call


def test_without_mail_the_link_is_printed_and_nothing_else_has_seen_it(deployed: Cloud) -> None:
    who = {"number": "198701012015041001", "name": "Siti", "email": "a@kampus.ac.id"}
    assert deployed.run("first-admin", **who) == 0, deployed.errors
    assert "The mail server has no password here" in deployed.output
    assert "LINK=1 prints a link" in deployed.output
    assert deployed.run("first-admin", **who, link="1") == 0, deployed.errors
    secret = deployed.output.rpartition("/index.html#/kata-sandi#")[2]
    assert deployed.state["jobs"][-1].endswith(f"|--digest|{digest(secret)}")
    assert secret not in json.dumps(deployed.state)


def test_the_first_admin_is_somebody(cloud: Cloud) -> None:
    assert cloud.run("first-admin", number="1987", name="", email=" ") == 1
    assert cloud.errors == "Who is it? NAME=… EMAIL=…\n"
    assert cloud.calls == []
