"""`make rotate-keys` and `make deploy` in turn, and the other commands that touch secrets and people."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest

from common.deploy.keys import ids
from tests.common.deploy.conftest import PROJECT, Cloud


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
    assert "Run make deploy now" in deployed.output
    first, second = signing(deployed)
    assert (first, second > first) == ("20260101T000000Z", True)

    assert deployed.run("rotate-keys") == 1
    assert "not in force yet: make deploy" in deployed.errors
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
    wait(deployed, minutes=10)
    assert deployed.run("rotate-keys") == 1, "a token that the old key signed may still be good"
    wait(deployed, minutes=20)
    assert deployed.run("rotate-keys") == 0, deployed.errors
    assert signing(deployed) == (second,)
    private = [key["d"] for keys in deployed.state["secrets"]["signing-keys"] for key in json.loads(keys)["keys"]]
    assert all(one not in deployed.output + json.dumps(deployed.state["calls"]) for one in private)


def test_without_keys_there_is_nothing_to_rotate(cloud: Cloud) -> None:
    assert cloud.run("rotate-keys") == 1
    assert cloud.errors == "There are no signing keys yet: make deploy\n"


def test_a_secret_is_read_from_a_pipe_and_comes_with_the_next_deployment(
    deployed: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("kata sandi surat\n"))
    assert deployed.run("secret", name="smtp-password") == 0, deployed.errors
    assert deployed.state["secrets"]["smtp-password"] == ["kata sandi surat"]
    assert "next make deploy" in deployed.output
    assert "kata sandi surat" not in deployed.output + json.dumps(deployed.state["calls"])
    deployed.run("deploy", yes="1")
    assert json.loads(deployed.state["told"]["secret_versions"]) == {"signing_keys": "1", "smtp_password": "1"}


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("signing-keys", "x", "make rotate-keys"),
        ("database-password", "x", "smtp-password, whatsapp-token"),
        ("whatsapp-token", "\n", "No value was given."),
    ],
)
def test_what_is_no_secret_value_is_refused(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(value))
    assert cloud.run("secret", name=name) == 1
    assert word in cloud.errors
    assert cloud.calls == []


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


def test_the_first_admin_is_somebody(cloud: Cloud) -> None:
    assert cloud.run("first-admin", number="1987", name="", email=" ") == 1
    assert cloud.errors == "Who is it? NAME=… EMAIL=…\n"
    assert cloud.calls == []
