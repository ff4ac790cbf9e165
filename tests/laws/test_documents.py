"""The README is short and its map is the tree; every link of every document leads somewhere."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from common.domain.certificates.states import CertificateState
from common.ops.checkout import CHECKOUT
from common.ops.contract import load_functions
from common.ops.contract.states import state_tables

README = CHECKOUT / "README.md"
DOCUMENTS = sorted(
    chain(
        [README],
        *((CHECKOUT / folder).rglob("*.md") for folder in ("common", "tests", "terraform", ".github")),
    )
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
TWO_SCREENS = 110


def rooms(folder: str) -> set[str]:
    """The packages and modules of a folder, as the map names them."""
    entries = (CHECKOUT / folder).iterdir()
    return {entry.stem for entry in entries if not entry.name.startswith(("_", ".")) and entry.suffix in {"", ".py"}}


def mapped(start: str, end: str) -> set[str]:
    """The words of the map between two of its words."""
    drawn = README.read_text(encoding="utf-8").split("## The map", 1)[1].split("```")[1]
    return set(re.findall(r"\w+", drawn.split(start, 1)[1].split(end, 1)[0]))


def anchors(document: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def leads_somewhere(document: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    return target.exists() and (not anchor or anchor in anchors(target))


def test_the_readme_takes_two_screens() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= TWO_SCREENS, "put it into common/docs and link it"


def test_the_map_names_every_room() -> None:
    assert mapped("domain/", "each noun") == rooms("common/domain")
    assert mapped("platform/", "ops/") == rooms("common/platform")
    assert mapped("ops/", ":") == rooms("common/ops")
    folders = {entry.name for entry in (CHECKOUT / "tests").iterdir() if (entry / "__init__.py").exists()}
    assert folders <= mapped("tests/", "\n\n")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.relative_to(CHECKOUT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if not link.startswith("http")]
    assert [link for link in links if not leads_somewhere(document, link)] == []


def test_a_broken_link_is_seen() -> None:
    assert not leads_somewhere(README, "common/docs/no-such-page.md")
    assert not leads_somewhere(README, "#no-such-heading")
    assert leads_somewhere(README, "#the-map")


def test_the_diagrams_name_every_function_every_bucket_and_no_state_that_is_none() -> None:
    drawn = (CHECKOUT / "common/docs/diagrams.md").read_text(encoding="utf-8")
    functions = load_functions()
    buckets = {bucket for function in functions.values() for bucket in function.buckets}
    assert {*functions, *buckets} - set(re.findall(r"\w+", drawn)) == set()
    known = {str(state) for _, table in state_tables() for move in table.moves for state in move} | {*CertificateState}
    assert set(re.findall(r'"(?:vacancy|application|contract|attendance|certificate): (\w+)"', drawn)) <= known


def test_every_manual_is_in_the_index() -> None:
    index = CHECKOUT / "common/docs/README.md"
    linked = LINK.findall(index.read_text(encoding="utf-8"))
    assert {page.name for page in index.parent.glob("*.md")} - {index.name} <= set(linked)
