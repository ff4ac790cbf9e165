"""`make restore` on the stand-ins: closed, cloned, taken over, put right, opened; and gone on with from anywhere.

What the steps do to rows and files is the drill's (tests/ops/recovery).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from common.ops.checkout import CHECKOUT
from tests.ops.deploy.conftest import PROJECT, Cloud

AT, NEW = "2026-11-01T03:00:00Z", "aslab-20261101-030000"
DATABASE = "google_sql_database_instance.aslab"


@pytest.fixture
def campus(deployed: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """Terraform's files are its own, since a restore leaves one there for a moment."""
    deployed.terraform = tmp_path / "terraform"
    for name in ("environments", "generated"):
        shutil.copytree(CHECKOUT / "terraform" / name, deployed.terraform / name)
    for name in ("variables.tf", "services.json"):
        shutil.copy(CHECKOUT / "terraform" / name, deployed.terraform)
    monkeypatch.setenv("STAND_IN_TERRAFORM", str(deployed.terraform))
    return deployed


def restored(campus: Cloud) -> None:
    state = campus.state
    assert state["instances"] == {"aslab": "RUNNABLE", NEW: "RUNNABLE"}, "the old one stays"
    assert state["instance"] == NEW
    assert DATABASE in state["resources"]
    assert state["paused"] == []
    assert f"-var=database_instance={NEW}" in campus.asked("terraform", "plan")[-1]
    assert not (campus.terraform / "restored.tf").exists()


def test_a_campus_goes_back_to_a_moment(campus: Cloud) -> None:
    campus.set(logged="certificates/x.pdf: number 0003/ASLAB/2026 was given out")
    assert campus.run("restore", at=AT, yes="1") == 0, campus.errors
    restored(campus)
    assert "sign-in" in campus.state["closed"]
    assert "process-upload" not in campus.state["closed"], "what only events start is out of reach anyway"
    assert campus.state["jobs"][-2:] == ["migrate", f"^|^--|python|main.py|put-right|--at|{AT}"]
    assert "number 0003/ASLAB/2026 was given out" in campus.output
    order = [" ".join(call.split()[1:4]) for call in campus.calls]
    steps = ["scheduler jobs pause", "sql instances clone", "run jobs execute", "scheduler jobs resume"]
    assert sorted(steps, key=order.index) == steps


def test_later_deployments_stay_with_the_new_instance(campus: Cloud) -> None:
    campus.run("restore", at=AT, yes="1")
    assert campus.run("deploy", yes="1") == 0, campus.errors
    assert campus.state["instance"] == NEW
    assert campus.run("plan") == 0, campus.errors
    assert "nothing was changed" in campus.output


@pytest.mark.parametrize("cut", ["instances clone", "state rm", "apply", "jobs execute", "jobs resume"])
def test_what_was_broken_off_anywhere_goes_on_with_the_same_command(campus: Cloud, cut: str) -> None:
    campus.fail(cut, "Error: cut off")
    assert campus.run("restore", at=AT, yes="1") == 1
    assert "cut off" in campus.errors
    assert campus.run("restore", at=AT, yes="1") == 0, campus.errors
    restored(campus)


def test_nobody_who_could_be_asked_means_no(campus: Cloud) -> None:
    assert campus.run("restore", at=AT) == 1
    assert "YES=1" in campus.errors
    assert campus.state["instances"] == {"aslab": "RUNNABLE"}
    assert campus.state["closed"] == []


@pytest.mark.parametrize(
    ("at", "line"),
    [("", "To which moment?"), ("2026-11-01T03:00:00", "no zone"), ("2999-01-01T00:00:00Z", "still to come")],
)
def test_a_moment_that_cannot_be_meant_is_refused(campus: Cloud, at: str, line: str) -> None:
    assert campus.run("restore", at=at, yes="1") == 1
    assert line in campus.errors
    assert campus.calls == []


def test_the_name_that_the_state_has_is_planned_with(campus: Cloud) -> None:
    """Another name would replace the database, which a plan may never do."""
    campus.set(instance="aslab-of-a-restore")
    assert campus.run("deploy", yes="1") == 0, campus.errors
    assert campus.state["instance"] == "aslab-of-a-restore"


def test_a_copy_is_fetched_from_the_bucket_that_the_job_wrote_into(campus: Cloud, tmp_path: Path) -> None:
    out = tmp_path / "copy"
    assert campus.run("backup-out", to=str(out)) == 0, campus.errors
    [job] = campus.state["jobs"]
    source = job.rpartition("|")[2]
    assert source.startswith(f"gs://{PROJECT}-copies/")
    assert campus.asked("gcloud", "storage", "rsync") == [f"gcloud storage rsync --recursive {source} {out} --quiet"]
    assert out.stat().st_mode & 0o077 == 0
