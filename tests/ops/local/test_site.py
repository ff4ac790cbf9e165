"""The portal's files and the docs page: right types, no stale page, nothing from another host."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from werkzeug.test import Client

from common.ops.contract import load_functions, openapi
from common.ops.contract.write import as_text
from common.ops.local.docs_page import DocsPage, as_3_0
from common.ops.local.site import Site
from common.ops.static_site import Sources

BUCKETS = Sources("http://127.0.0.1:9000/in/", "http://127.0.0.1:9000/own/", "http://127.0.0.1:9000/given/")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "dist"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html>portal")
    (site / "assets" / "app-3f2a.js").write_text("export {};\n" * 500)
    (site / "assets" / "small.css").write_text("b{}")
    (site / "logo.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    return site


@pytest.fixture
def client(folder: Path) -> Client:
    return Client(Site(folder, BUCKETS))


@pytest.mark.parametrize("path", ["/", "/masuk", "/dosen/lowongan/7"])
def test_an_address_without_an_extension_is_the_portal(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.text, response.mimetype) == (200, "<!doctype html>portal", "text/html")
    assert response.headers["Cache-Control"] == "no-cache"


def test_a_file_that_is_not_there_is_not_the_portal(client: Client) -> None:
    assert client.get("/assets/gone.js").status_code == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/assets/app-3f2a.js", "text/javascript"), ("/assets/small.css", "text/css"), ("/logo.svg", "image/svg+xml")],
)
def test_files_have_the_type_that_browsers_insist_on(client: Client, path: str, kind: str) -> None:
    assert client.get(path).mimetype == kind


def test_what_the_build_has_compressed_is_sent_as_it_is_to_who_can_read_it(folder: Path, client: Client) -> None:
    (folder / "assets" / "app-3f2a.js.br").write_bytes(b"brotli")
    answer = client.get("/assets/app-3f2a.js", headers={"Accept-Encoding": "gzip, br"})
    assert (answer.data, answer.headers["Content-Encoding"], answer.mimetype) == (b"brotli", "br", "text/javascript")
    answer = client.get("/assets/app-3f2a.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    answer = client.get("/assets/app-3f2a.js", headers={"Accept-Encoding": "br", "Range": "bytes=0-5"})
    assert (answer.data, answer.headers.get("Content-Encoding")) == (b"export", None)


def test_hashed_files_are_kept_and_others_asked_for_again(client: Client) -> None:
    assert "immutable" in client.get("/assets/app-3f2a.js").headers["Cache-Control"]
    first = client.get("/logo.svg")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/logo.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_changed_file_is_sent_anew(client: Client, folder: Path) -> None:
    before = client.get("/").headers["ETag"]
    (folder / "index.html").write_text("<!doctype html>another portal")
    after = client.get("/", headers={"If-None-Match": before})
    assert (after.status_code, after.text) == (200, "<!doctype html>another portal")


def test_large_text_is_shrunk_for_who_can_read_it(client: Client) -> None:
    plain = client.get("/assets/app-3f2a.js")
    shrunk = client.get("/assets/app-3f2a.js", headers={"Accept-Encoding": "gzip, br"})
    assert shrunk.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(shrunk.data) == plain.data
    assert len(shrunk.data) < len(plain.data) / 10
    assert client.get("/assets/small.css", headers={"Accept-Encoding": "gzip"}).headers.get("Content-Encoding") is None


def test_a_range_is_a_part_of_the_file_itself(client: Client) -> None:
    part = client.get("/assets/app-3f2a.js", headers={"Range": "bytes=0-5", "Accept-Encoding": "gzip"})
    assert (part.status_code, part.data) == (206, b"export")


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/a%00.txt"])
def test_nothing_outside_the_folder_is_served(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "secret" not in response.text


def test_only_reading_is_possible(client: Client) -> None:
    assert client.post("/").status_code == 405
    head = client.head("/")
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", "21")


def test_every_answer_carries_a_policy_without_foreign_scripts(client: Client) -> None:
    for path in ("/", "/assets/gone.js", "/logo.svg"):
        headers = client.get(path).headers
        policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
        assert policy["script-src"] == "'self'"
        assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
        assert policy["connect-src"] == f"'self' {BUCKETS.incoming_bucket}"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_documents_may_be_framed_from_the_storage_and_previews_from_the_page_alone(client: Client) -> None:
    policy = dict(rule.split(" ", 1) for rule in client.get("/").headers["Content-Security-Policy"].split("; "))
    assert policy["frame-src"] == f"blob: {BUCKETS.private_bucket} {BUCKETS.certificate_bucket}"
    assert policy["img-src"] == f"'self' data: blob: {BUCKETS.private_bucket}"
    assert policy["object-src"] == "'none'"


def test_a_site_that_is_not_built_is_told_as_missing(tmp_path: Path) -> None:
    assert Client(Site(tmp_path)).get("/masuk").status_code == 404


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "openapi.json"
    path.write_text(as_text(openapi.document(load_functions())), encoding="utf-8")
    return path


@pytest.fixture
def docs(description: Path) -> Client:
    return Client(DocsPage(description))


def test_the_docs_page_finds_all_its_parts_here(docs: Client) -> None:
    page = docs.get("/v1/docs")
    links = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(links) == 4
    for link in links:
        assert link.startswith("/v1/docs/")
        assert docs.get(link).status_code == 200, link
    assert docs.get("/v1/docs/").text == page.text
    assert docs.get("/v1/docs/index.html").status_code == 404
    assert docs.post("/v1/docs").status_code == 405


def test_the_docs_page_holds_no_script_in_its_text(docs: Client) -> None:
    page = docs.get("/v1/docs")
    assert re.findall(r"<script[^>]*>\s*[^<\s]", page.text) == []
    assert " on" not in re.sub(r">[^<]*<", "><", page.text)
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]


def test_no_other_host_is_asked(docs: Client) -> None:
    assert "http" not in docs.get("/v1/docs").text + docs.get("/v1/docs/start.js").text
    assert "validatorUrl: null" in docs.get("/v1/docs/start.js").text


def test_the_description_is_served_as_it_is(docs: Client, description: Path) -> None:
    assert docs.get("/v1/openapi.json").data == description.read_bytes()


def test_the_viewer_gets_the_same_operations_in_the_version_it_reads(docs: Client, description: Path) -> None:
    newer, older = json.loads(description.read_text()), docs.get("/v1/docs/openapi.json").json
    OpenAPIV30SpecValidator(older).validate()
    assert {(path, *item) for path, item in older["paths"].items()} == {
        (path, *item) for path, item in newer["paths"].items()
    }


def test_null_and_lists_of_types_are_said_the_older_way() -> None:
    newer = {
        "openapi": "3.1.0",
        "a": {"type": ["string", "null"]},
        "b": {"anyOf": [{"$ref": "#/x"}, {"type": "null"}]},
        "c": {"type": ["string", "number"], "examples": ["3,45", 3]},
        "properties": {"type": {"type": "string"}, "examples": {"type": "array"}},
    }
    assert as_3_0(newer) == {
        "openapi": "3.0.3",
        "a": {"type": "string", "nullable": True},
        "b": {"nullable": True, "allOf": [{"$ref": "#/x"}]},
        "c": {"type": "string", "example": "3,45"},
        "properties": {"type": {"type": "string"}, "examples": {"type": "array"}},
    }
