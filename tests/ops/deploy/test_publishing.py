"""The portal in its bucket, on a real bucket server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from common.ops.deploy.site import files_of, publish
from common.ops.static_site import security_txt
from tests.ops.deploy.conftest import PROJECT, SITE, Cloud

FIRST = {
    "index.html": "<script src=/assets/main-1.js>",
    "icon.svg": "<svg/>",
    "icon.svg.br": "br of the icon",
    "assets/main-1.js": "let a = 1",
    "assets/main-1.js.br": "br of main-1",
    "assets/letters-1.woff2": "letters",
}
SECOND = FIRST | {"index.html": "<script src=/assets/main-2.js>", "assets/main-2.js": "let a = 2"}
for gone in ("assets/main-1.js", "assets/main-1.js.br"):
    del SECOND[gone]


class Publisher:
    def __init__(self, cloud: Cloud) -> None:
        self.cloud, self.told = cloud, list[str]()

    def publish(self, files: dict[str, str], name: str = "built") -> None:
        self.told.clear()
        publish(written(self.cloud.folder / name, files), SITE, PROJECT, self.told.append)


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def publisher(cloud: Cloud) -> Publisher:
    return Publisher(cloud)


def test_each_file_says_what_it_is_and_how_long_it_is_good(publisher: Publisher) -> None:
    publisher.publish(FIRST)
    there = publisher.cloud.published()
    assert {name: (blob.content_type, blob.cache_control, blob.content_encoding) for name, blob in there.items()} == {
        "index.html": ("text/html; charset=utf-8", "no-cache", None),
        "icon.svg": ("image/svg+xml", "no-cache", "br"),
        "assets/main-1.js": ("text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "br"),
        "assets/letters-1.woff2": ("font/woff2", "public, max-age=31536000, immutable", None),
    }
    assert there["assets/main-1.js"].download_as_bytes(raw_download=True) == b"br of main-1"


def test_the_page_comes_after_everything_that_it_names(tmp_path: Path) -> None:
    names = [file.name for file in files_of(written(tmp_path, FIRST | {"sw.js": "keeps the page"}))]
    assert names == ["assets/letters-1.woff2", "assets/main-1.js", "icon.svg", "index.html", "sw.js"]


def test_pages_of_shared_vacancies_are_left_alone(publisher: Publisher) -> None:
    publisher.publish(FIRST)
    bucket = publisher.cloud.published()["index.html"].bucket
    bucket.blob("bagikan/1").upload_from_string("a vacancy")
    publisher.publish(SECOND, "newer")
    there = publisher.cloud.published()
    assert there["bagikan/1"].custom_time is None
    assert there["assets/main-1.js"].custom_time is not None


def test_only_what_differs_is_sent(publisher: Publisher) -> None:
    publisher.publish(FIRST)
    before = {name: blob.generation for name, blob in publisher.cloud.published().items()}
    publisher.publish(FIRST)
    assert {name: blob.generation for name, blob in publisher.cloud.published().items()} == before
    assert publisher.told == ["  4 files: 0 sent, 4 as they were; 0 out of use"]


def test_what_was_sent_with_another_header_is_sent_again(publisher: Publisher) -> None:
    publisher.publish(FIRST)
    blob = publisher.cloud.published()["index.html"]
    blob.cache_control = "public, max-age=3600"
    blob.patch()
    publisher.publish(FIRST)
    assert publisher.cloud.published()["index.html"].cache_control == "no-cache"
    assert publisher.told == ["  4 files: 1 sent, 3 as they were; 0 out of use"]


def test_what_an_earlier_portal_had_is_marked_once_and_left_for_open_tabs(publisher: Publisher) -> None:
    publisher.publish(FIRST)
    publisher.publish(SECOND, "second")
    old = publisher.cloud.published()["assets/main-1.js"]
    assert datetime.now(UTC) - old.custom_time < timedelta(minutes=1)
    assert old.download_as_bytes(raw_download=True) == b"br of main-1"
    assert [name for name, blob in publisher.cloud.published().items() if blob.custom_time] == ["assets/main-1.js"]
    publisher.publish(SECOND, "second")
    assert publisher.cloud.published()["assets/main-1.js"].custom_time == old.custom_time, "its time goes on running"


def test_what_comes_back_into_use_is_marked_no_more(publisher: Publisher) -> None:
    publisher.publish(FIRST)
    publisher.publish(SECOND, "second")
    publisher.publish(FIRST)
    assert publisher.cloud.published()["assets/main-1.js"].custom_time is None
    assert publisher.cloud.published()["assets/main-2.js"].custom_time is not None


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("keamanan@kampus.ac.id", "mailto:keamanan@kampus.ac.id"),
        ("https://kampus.ac.id/lapor", "https://kampus.ac.id/lapor"),
    ],
)
def test_who_finds_a_hole_is_told_whom_to_write_to(cloud: Cloud, contact: str, said: str) -> None:
    text = security_txt(contact, "https://aslab.kampus.ac.id")
    publish(written(cloud.folder / "built", FIRST), SITE, PROJECT, print, text)
    blob = cloud.published()[".well-known/security.txt"]
    assert (blob.content_type, blob.cache_control) == ("text/plain; charset=utf-8", "no-cache")
    lines = dict(line.split(": ", 1) for line in blob.download_as_text().splitlines())
    expires = datetime.fromisoformat(lines.pop("Expires"))
    assert timedelta(days=300) < expires - datetime.now(UTC) < timedelta(days=365)
    assert lines == {
        "Contact": said,
        "Preferred-Languages": "id, en",
        "Canonical": "https://aslab.kampus.ac.id/.well-known/security.txt",
    }


def test_without_a_contact_there_is_no_such_file(publisher: Publisher) -> None:
    assert security_txt("", "https://aslab.kampus.ac.id") == ""
    publisher.publish(FIRST)
    assert set(publisher.cloud.published()) == {name for name in FIRST if not name.endswith(".br")}


def test_the_keys_in_the_bucket_are_left_alone(publisher: Publisher) -> None:
    publisher.publish(FIRST)
    bucket = publisher.cloud.published()["index.html"].bucket
    bucket.blob("jwks.json").upload_from_string('{"keys": []}', content_type="application/json")
    publisher.publish(SECOND, "second")
    keys = publisher.cloud.published()["jwks.json"]
    assert (keys.custom_time, keys.download_as_bytes()) == (None, b'{"keys": []}')
