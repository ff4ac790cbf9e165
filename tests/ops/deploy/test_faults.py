"""What the tools say, in one line: texts as gcloud and Terraform really write them."""

from __future__ import annotations

import threading
from datetime import timedelta
from http.server import ThreadingHTTPServer
from typing import Any

import pytest

from common.ops.deploy.commands import Failed
from common.ops.deploy.faults import explained, is_absence
from common.ops.deploy.smoke import addresses, smoke_test
from tests.ops.deploy.answering import Site
from tests.platform.storage.conftest import free_port

GCLOUD = ("gcloud", "services", "enable", "iam.googleapis.com", "--quiet")
STORAGE = (
    "ERROR: (gcloud.storage.buckets.create) HTTPError 403: a@b.id does not have storage.buckets.create access to the "
    "Google Cloud project. Permission 'storage.buckets.create' denied on resource (or it may not exist). This command "
    "is authenticated as a@b.id which is the active account specified by the [core/account] property."
)
LOCK = """Error: Error acquiring the state lock

Error message: writing "gs://x-tfstate/si-aslab/prod/default.tflock" failed: googleapi: Error 412
Lock Info:
  ID:        1732597236123456
"""
ADC = "ERROR: (gcloud.auth.application-default.print-access-token) Your default credentials were not found."
QUOTA = """Error: Error 403: Your application is authenticating by using local Application Default Credentials.
The billingbudgets.googleapis.com API requires a quota project, which is not set by default."""
ACCOUNT = "ERROR: (gcloud.projects.describe) You do not currently have an active account selected."
UNREACHED = "HTTPSConnectionPool(host='x', port=443): Max retries exceeded with url: /404 (Caused by: host not found)"
TAKEN = (
    "ERROR: (gcloud.storage.buckets.create) HTTPError 409: The requested bucket name is not available. The bucket "
    "namespace is shared by all users of the system. Please select a different name and try again."
)
OFF = "PERMISSION_DENIED: Secret Manager API has not been used in project 12 before or it is disabled."


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (STORAGE, "The permission storage.buckets.create is missing; roles/storage.admin has it."),
        (
            "ERROR: (gcloud.secrets.versions.add) PERMISSION_DENIED: Permission 'secretmanager.versions.add' denied.",
            "The permission secretmanager.versions.add is missing; roles/secretmanager.admin has it.",
        ),
        ("Error: Error 403: Permission 'x.y.z' denied", "The permission x.y.z is missing; roles/owner has it."),
        (
            "ERROR: (gcloud.services.enable) PERMISSION_DENIED: Permission denied to enable service",
            "`gcloud services enable iam.googleapis.com` failed: (gcloud.services.enable) PERMISSION_DENIED: "
            "Permission denied to enable service",
        ),
        (LOCK, "Another deployment is under way. If none is (one was cut off): "
         "terraform -chdir=terraform force-unlock 1732597236123456"),
        (ADC, "Terraform has no credentials: gcloud auth application-default login"),
        (QUOTA, "Terraform's credentials name no project: gcloud auth application-default set-quota-project PROJECT"),
        (ACCOUNT, "Nobody is signed in: gcloud auth login"),
        (TAKEN, "The bucket's name is taken by another project, and names are shared by everybody; another PROJECT has "
         "another name."),
        ("one\nERROR: it broke\nmore", "`gcloud services enable iam.googleapis.com` failed: it broke"),
        ("", "`gcloud services enable iam.googleapis.com` failed."),
    ],
)  # fmt: skip
def test_one_line_says_what_to_do(output: str, line: str) -> None:
    assert explained(GCLOUD, output) == line


@pytest.mark.parametrize(
    ("output", "absent"),
    [
        ("ERROR: (gcloud.storage.buckets.describe) gs://x not found: 404.", True),
        ("ERROR: (gcloud.secrets.versions.list) NOT_FOUND: Secret [projects/1/secrets/x] not found", True),
        ("ERROR: (gcloud.artifacts.docker.images.describe) Image not found.", True),
        (OFF, True),
        (STORAGE, False),
        ("Permission 'secretmanager.versions.list' denied for resource 'x' (or it may not exist): not found", False),
        ("ERROR: (gcloud.storage.ls) One or more URLs matched no objects.", True),
        ("ERROR: gcloud crashed (ConnectionError): Name or service not known", False),
        (
            "ERROR: gcloud crashed (ServerNotFoundError): Unable to find the server at secretmanager.googleapis.com",
            False,
        ),
        (f"ERROR: (gcloud.secrets.versions.list) {UNREACHED}", False),
        ("ERROR: (gcloud.secrets.versions.list) [Errno -5] host not found", False),
        ("ERROR: gcloud crashed (FileNotFoundError): [Errno 2] No such file or directory: 'x'", False),
        ("ERROR: gcloud crashed (HttpError): 404 Not Found", False),
        ("sh: gcloud: not found", False),
        (ACCOUNT, False),
        (ADC, False),
    ],
)
def test_what_is_not_there_is_told_from_what_may_not_be_seen(output: str, absent: bool) -> None:
    assert is_absence(output) is absent


@pytest.mark.parametrize(
    ("address", "api", "asked"),
    [
        ("https://a.id", "", ["https://a.id", *(f"https://a.id{path}" for path in ("/jwks.json", "/v1/jwks.json"))]),
        (
            "https://b.storage.googleapis.com/index.html#",
            "https://g.gateway.dev",
            [
                "https://b.storage.googleapis.com/index.html",
                "https://b.storage.googleapis.com/jwks.json",
                "https://g.gateway.dev/v1/jwks.json",
            ],
        ),
    ],
)
def test_the_site_and_the_api_are_asked_where_they_are(address: str, api: str, asked: list[str]) -> None:
    assert addresses(address, api)[:3] == asked


def test_what_answers_badly_fails(site: Any) -> None:
    site.statuses["/v1/vacancies"] = 503
    with pytest.raises(Failed, match="/v1/vacancies answers 503"):
        smoke_test(f"{site.url}/index.html#", "", True, list[str]().append, timedelta(0))


def test_what_answers_after_a_while_is_waited_for(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    site.statuses["/v1/vacancies"] = 502
    monkeypatch.setattr("common.ops.deploy.smoke.time.sleep", lambda _: site.statuses.clear())
    assert smoke_test(f"{site.url}/index.html#", "", False, list[str]().append)


@pytest.mark.parametrize("fresh", [True, False])
def test_what_cannot_be_reached_at_once_is_waited_for(fresh: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    server: Any = ThreadingHTTPServer(("127.0.0.1", free_port()), Site, bind_and_activate=False)
    server.statuses, server.asked = {}, []

    def begin(_: float) -> None:
        server.server_bind()
        server.server_activate()
        threading.Thread(target=server.serve_forever, daemon=True).start()

    monkeypatch.setattr("common.ops.deploy.smoke.time.sleep", begin)
    try:
        host, port = server.server_address
        assert smoke_test(f"http://{host}:{port}/index.html#", "", fresh, list[str]().append)
        server.shutdown()
    finally:
        server.server_close()


def test_a_fresh_name_may_not_be_there_yet_and_any_other_has_to_be() -> None:
    nowhere, told = f"http://127.0.0.1:{free_port()}", list[str]()
    assert not smoke_test(nowhere, "", True, told.append, timedelta(0))
    assert told == [f"  {nowhere} cannot be reached yet."]
    with pytest.raises(Failed, match="cannot be reached"):
        smoke_test(nowhere, "", False, told.append, timedelta(0))
