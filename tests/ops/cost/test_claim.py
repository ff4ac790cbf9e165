"""The paper's claim stands beside the figures that `make cost` has written, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from common.ops.checkout import CHECKOUT

DOCUMENTS = CHECKOUT / "common/docs"
SIZES = {"pilot lab": "lab percontohan", "campus": "kampus", "very large campus": "kampus sangat besar"}


def rows(document: Path) -> dict[str, list[str]]:
    """Figures by the size that a row begins with."""
    lines = [line.strip("| ").split(" | ") for line in document.read_text(encoding="utf-8").splitlines()]
    return {line[0]: line[1:] for line in lines if re.match(r"\d+ \(\d+-\d+\)", line[1] if len(line) > 1 else "")}


def test_the_figures_are_those_of_the_model() -> None:
    calculated, shown = rows(DOCUMENTS / "cost.md"), rows(DOCUMENTS / "cost-claim.md")
    for english, indonesian in SIZES.items():
        suite, _, container, own, managed = calculated[english]
        assert shown[english] == shown[indonesian] == [suite, container, own, managed]
