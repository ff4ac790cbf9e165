"""Form uploads through the front: only what a signed policy allows comes in, and then an event goes out."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Queue
from typing import Any

import pytest
import requests
import time_machine
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client
from google.oauth2.service_account import Credentials

from common.ops.local.buckets import Buckets
from common.ops.local.events import ObjectFinalized
from common.ops.local.places import Places
from common.ops.local.pubsub import Publisher
from common.platform import clock
from tests.ops.local.conftest import Begun
from tests.temporary import temporary_places

MINUTES = timedelta(minutes=15)
PHOTO = b"\xff\xd8\xff" + b"photo" * 10


@dataclass
class Cloud:
    """Buckets whose events fall into `events`."""

    buckets: Buckets
    events: Queue[ObjectFinalized] = field(default_factory=Queue)

    @property
    def client(self) -> Client:
        return Client("local", AnonymousCredentials(), client_options={"api_endpoint": self.buckets.url})

    def signer(self) -> Credentials:
        return Credentials.from_service_account_file(self.buckets.account.key_file)

    def policy(self, name: str = "incoming/1", **changes: Any) -> dict[str, str]:
        given = {
            "expiration": MINUTES,
            "conditions": [["content-length-range", 1, 100]],
            "fields": {"content-type": "image/jpeg"},
            "credentials": self.signer(),
        }
        return dict(self.client.generate_signed_post_policy_v4("incoming", name, **given | changes)["fields"])

    def post(self, fields: dict[str, str], content: bytes = PHOTO, path: str = "/incoming/") -> requests.Response:
        address = self.buckets.public_url + path
        return requests.post(address, data=fields, files={"file": ("p.jpg", content, "image/jpeg")}, timeout=10)

    def event_of(self, name: str) -> ObjectFinalized:
        """The next event of the object `name`; those of other tests are passed over."""
        while (event := self.events.get(timeout=10))["name"] != name:
            pass
        return event

    def names(self) -> list[str]:
        return [blob.name for blob in self.client.list_blobs("incoming")]


@pytest.fixture(scope="module")
def cloud(places: Places) -> Iterator[Cloud]:
    events: Queue[ObjectFinalized] = Queue()
    with (
        Publisher(events.put) as publisher,
        Buckets(places, ["incoming", "private"], publisher=publisher.address) as buckets,
    ):
        yield Cloud(buckets, events)


def assert_refused(cloud: Cloud, answer: requests.Response, status: int, code: str) -> None:
    assert (answer.status_code, f"<Code>{code}</Code>" in answer.text) == (status, True), answer.text
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert not [name for name in cloud.names() if name.startswith("refused/")]


@pytest.mark.parametrize("path", ["/incoming/", "/incoming"])
def test_an_upload_by_its_policy_lands_and_an_event_arrives(cloud: Cloud, path: str) -> None:
    assert cloud.post(cloud.policy("incoming/å b.jpg"), path=path).status_code == 204
    event = cloud.event_of("incoming/å b.jpg")
    blob = cloud.client.bucket("incoming").get_blob("incoming/å b.jpg")
    assert blob is not None
    assert blob.download_as_bytes() == PHOTO
    assert (event["bucket"], event["name"]) == ("incoming", "incoming/å b.jpg")
    assert (event["contentType"], event["size"]) == ("image/jpeg", str(len(PHOTO)))
    assert (event["generation"], blob.content_type) == (str(blob.generation), "image/jpeg")
    assert event["id"]


def test_an_upload_tells_what_it_made_when_the_policy_asks_for_it(cloud: Cloud) -> None:
    fields = {"content-type": "image/jpeg", "success_action_status": "201"}
    answer = cloud.post(cloud.policy("told", fields=fields))
    assert answer.status_code == 201
    assert "<Bucket>incoming</Bucket><Key>told</Key>" in answer.text


def test_a_wrong_signature_is_refused(cloud: Cloud) -> None:
    fields = cloud.policy("refused/1")
    fields["x-goog-signature"] = "00" * 256
    assert_refused(cloud, cloud.post(fields), 403, "SignatureDoesNotMatch")
    fields["x-goog-signature"] = "no hexadecimal"
    assert_refused(cloud, cloud.post(fields), 403, "SignatureDoesNotMatch")


def test_a_policy_that_was_changed_is_refused(cloud: Cloud) -> None:
    fields = cloud.policy("refused/1")
    policy = json.loads(base64.b64decode(fields["policy"]))
    policy["conditions"][0] = ["content-length-range", 1, 10**9]
    fields["policy"] = base64.b64encode(json.dumps(policy).encode()).decode()
    assert_refused(cloud, cloud.post(fields, b"x" * 1000), 403, "SignatureDoesNotMatch")


def test_a_policy_signed_by_another_account_is_refused(cloud: Cloud) -> None:
    with temporary_places() as elsewhere:
        key = Buckets(elsewhere).account.key_file
        fields = cloud.policy("refused/1", credentials=Credentials.from_service_account_file(key))
    assert_refused(cloud, cloud.post(fields), 403, "SignatureDoesNotMatch")


def test_an_expired_policy_is_refused(cloud: Cloud) -> None:
    with time_machine.travel(clock.now() - MINUTES - timedelta(seconds=5)):
        fields = cloud.policy("refused/1")
    assert_refused(cloud, cloud.post(fields), 400, "InvalidPolicyDocument")


def test_a_policy_serves_until_its_last_second(cloud: Cloud) -> None:
    with time_machine.travel(clock.now() - MINUTES + timedelta(seconds=30)):
        fields = cloud.policy("late")
    assert cloud.post(fields).status_code == 204


@pytest.mark.parametrize(("size", "code"), [(101, "EntityTooLarge"), (0, "EntityTooSmall")])
def test_a_file_of_another_size_is_refused(cloud: Cloud, size: int, code: str) -> None:
    assert_refused(cloud, cloud.post(cloud.policy("refused/1"), b"x" * size), 400, code)


@pytest.mark.parametrize("size", [1, 100])
def test_a_file_of_just_the_allowed_size_is_taken(cloud: Cloud, size: int) -> None:
    assert cloud.post(cloud.policy(f"size/{size}"), b"x" * size).status_code == 204


@pytest.mark.parametrize(
    "changes",
    [
        {"content-type": "text/html"},
        {"key": "refused/2"},
        {"x-goog-meta-owner": "me"},
        {"success_action_redirect": "https://example.org"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_field_that_the_policy_does_not_allow_is_refused(cloud: Cloud, changes: dict[str, str]) -> None:
    assert_refused(cloud, cloud.post(cloud.policy("refused/1") | changes), 400, "InvalidPolicyDocument")


def test_a_type_that_the_policy_asks_for_may_not_be_left_out(cloud: Cloud) -> None:
    fields = cloud.policy("refused/1")
    del fields["content-type"]
    assert_refused(cloud, cloud.post(fields), 400, "InvalidPolicyDocument")


def test_another_bucket_is_refused(cloud: Cloud) -> None:
    assert_refused(cloud, cloud.post(cloud.policy("refused/1"), path="/private"), 400, "InvalidPolicyDocument")
    assert not list(cloud.client.list_blobs("private"))


def test_a_form_without_a_policy_is_refused(cloud: Cloud) -> None:
    assert_refused(cloud, cloud.post({"key": "refused/1"}), 403, "AccessDenied")


def test_a_beginning_may_be_asked_for_instead_of_a_whole_value(cloud: Cloud) -> None:
    conditions = [["content-length-range", 1, 100], ["starts-with", "$x-goog-meta-kind", "photo/"]]
    allowed = cloud.policy("began", conditions=conditions) | {"x-goog-meta-kind": "photo/proof"}
    assert cloud.post(allowed).status_code == 204
    assert_refused(cloud, cloud.post(allowed | {"x-goog-meta-kind": "proof"}), 400, "InvalidPolicyDocument")
    blob = cloud.client.bucket("incoming").get_blob("began")
    assert blob is not None
    assert blob.metadata == {"kind": "photo/proof"}


def test_objects_survive_a_restart_and_no_process_is_left(fresh_places: Places, begun: Begun) -> None:
    buckets = Buckets(fresh_places, ["kept"])
    with buckets:
        Cloud(buckets).client.bucket("kept").blob("a/b").upload_from_string(b"here")
    assert begun() == set()
    with buckets:
        assert Cloud(buckets).client.bucket("kept").blob("a/b").download_as_bytes() == b"here"
