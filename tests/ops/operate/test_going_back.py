"""`make rollback`, `make deploy VERSION=…` and `make status`."""

from __future__ import annotations

from typing import Any

import pytest

from common.ops.operate.going_back import earlier_revision
from tests.ops.deploy.conftest import Cloud

OLD, NEW = "registry/suite:aaaa", "registry/suite:bbbb"


def revision(service: str, number: int, image: str, *, healthy: bool = True) -> dict[str, Any]:
    return {
        "metadata": {
            "name": f"{service}-{number:05d}",
            "labels": {"serving.knative.dev/service": service},
            "creationTimestamp": f"2026-11-{number:02d}T00:00:00Z",
        },
        "spec": {"containers": [{"image": image}]},
        "status": {"conditions": [{"type": "Ready", "status": "True" if healthy else "False"}]},
    }


def service(name: str, serving: int) -> dict[str, Any]:
    template = {"spec": {"containers": [{"image": NEW}]}}
    traffic = [{"revisionName": f"{name}-{serving:05d}", "percent": 100, "latestRevision": True}]
    return {"metadata": {"name": name}, "spec": {"template": template}, "status": {"traffic": traffic}}


def test_every_service_goes_back_to_its_last_other_image(deployed: Cloud) -> None:
    names = ("apply", "sign-in")
    revisions = [revision(name, n, image) for name in names for n, image in ((1, OLD), (2, NEW), (3, NEW))]
    deployed.set(run_services=[service(name, 3) for name in names], revisions=revisions)
    assert deployed.run("rollback") == 0, deployed.errors
    assert deployed.state["traffic"] == {"apply": "apply-00001=100", "sign-in": "sign-in-00001=100"}
    assert "It holds until the next make deploy" in deployed.output


def test_one_that_never_started_is_passed_over() -> None:
    found = [revision("apply", 1, OLD), revision("apply", 2, "registry/suite:broken", healthy=False)]
    assert earlier_revision([*found, revision("apply", 3, NEW)], "apply-00003") == "apply-00001"


def test_where_there_is_nothing_to_go_back_to_that_is_said(deployed: Cloud) -> None:
    deployed.set(run_services=[service("apply", 1)], revisions=[revision("apply", 1, NEW)])
    assert deployed.run("rollback") == 1
    assert deployed.errors == "No service has an earlier revision with another image.\n"


def test_an_image_that_is_kept_runs_again_and_the_portal_stays(deployed: Cloud) -> None:
    kept = "0123456789abcdef"
    deployed.set(images=[*deployed.state["images"], deployed.state["images"][0].rpartition(":")[0] + f":{kept}"])
    assert deployed.run("deploy", yes="1", version=kept) == 0, deployed.errors
    assert deployed.state["told"]["image"] == kept
    assert deployed.asked("gcloud", "builds", "submit") == []
    assert deployed.published() == {}


def test_an_image_that_is_gone_is_not_built_from_something_else(deployed: Cloud) -> None:
    assert deployed.run("deploy", yes="1", version="fedcba9876543210") == 1
    assert deployed.errors == "There is no image fedcba9876543210 any more: VERSION=tag-of-git builds it again.\n"


def test_a_tag_deploys_itself_from_a_folder_of_its_own(cloud: Cloud) -> None:
    for name in ("git", "make"):
        program = cloud.folder / "bin" / name
        program.write_text(f'#!/bin/sh\necho "{name} $* PROJECT=$PROJECT YES=$YES" >> {cloud.folder}/said\n')
        program.chmod(0o755)
    assert cloud.run("deploy", yes="1", version="v1.2.0") == 0, cloud.errors
    folder = cloud.folder / "local" / "versions" / "v1.2.0"
    first, second = (cloud.folder / "said").read_text().splitlines()
    assert first.startswith(f"git worktree add --force --detach {folder} v1.2.0")
    assert second == f"make -C {folder} deploy PROJECT=si-aslab-uji YES=1"


@pytest.mark.parametrize("version", ["-f", "v1;rm", "../x y"])
def test_what_is_no_version_is_refused(cloud: Cloud, version: str) -> None:
    assert cloud.run("deploy", "--yes", "1", f"--version={version}") == 1
    assert "is no tag of git" in cloud.errors


def test_the_status_says_what_runs_and_what_waits(deployed: Cloud) -> None:
    deployed.set(run_services=[service("apply", 1), service("sign-in", 1)], logged="email\t3\t42.0\t0")
    assert deployed.run("status") == 0, deployed.errors
    assert "2 services run image bbbb" in deployed.output
    assert "email\t3\t42.0\t0" in deployed.output
