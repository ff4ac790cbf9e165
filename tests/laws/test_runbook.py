"""Each alert of Terraform has a page in the runbook, which its mail names, and the page says what to do."""

from __future__ import annotations

import re

import pytest

from common.ops.checkout import CHECKOUT
from tests.laws.test_documents import LINK

RUNBOOK = CHECKOUT / "common/docs/runbook"
MONITORING = (CHECKOUT / "terraform/monitoring.tf").read_text(encoding="utf-8")
ALERTS = re.findall(r'^ {4}"(.+)" = \{\n {6}query', MONITORING, re.MULTILINE)
PARTS = ["What it means", "What to look at", "What to do", "When to ignore it", "How to know that it is over"]
PROCEDURES = {
    *(
        "README.md",
        "certificate-key.md",
        "cost-alarm.md",
        "moving-region.md",
        "new-domain.md",
        "on-call.md",
        "restore.md",
        "rollback.md",
    ),
    *("rotate-keys.md", "scaling.md", "upgrade.md", "whatsapp.md"),
}


def page_of(alert: str) -> str:
    """As terraform/monitoring.tf names it."""
    return re.sub(r"[^a-z0-9]+", "-", alert.lower()).strip("-") + ".md"


def test_every_alert_is_found() -> None:
    policies = MONITORING.split("\nresource ", 1)[0]
    assert len(ALERTS) == len(re.findall(r"^ +query += ", policies, re.MULTILINE)) > 0


def test_an_alert_names_its_page() -> None:
    page = """](${var.runbook}/${trim(replace(lower(each.key), "/[^a-z0-9]+/", "-"), "-")}.md)"""
    assert page in MONITORING.split("documentation {", 1)[1].split("}\n", 1)[0]


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_has_a_page(alert: str) -> None:
    page = RUNBOOK / page_of(alert)
    assert page.exists(), f"write {page.relative_to(CHECKOUT)}"
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {alert}\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS


def test_there_is_no_page_without_an_alert_and_all_are_in_the_index() -> None:
    pages = {page.name for page in RUNBOOK.glob("*.md")}
    assert pages == {page_of(alert) for alert in ALERTS} | PROCEDURES
    assert set(LINK.findall((RUNBOOK / "README.md").read_text(encoding="utf-8"))) >= pages - {"README.md"}


def test_a_command_of_make_is_one_that_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    documents = sorted((CHECKOUT / "common/docs").rglob("*.md"))
    named = {
        name for page in documents for name in re.findall(r"(?:`|^ *)make ([a-z-]+)", page.read_text("utf-8"), re.M)
    }
    assert "deploy" in named
    assert named <= targets
