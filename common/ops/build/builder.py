"""The builder of the image: which one the configuration names, and whether Google has a newer one.

A tag of the image covers the configuration: a builder that is named by digest is renewed by a change of the code.
"""

from __future__ import annotations

import re
from pathlib import Path

from common.ops.checkout import CHECKOUT

CONFIG = CHECKOUT / "common/ops/build/cloudbuild.yaml"
# By the protocol that registries of images share; Google's builders are for everybody.
REGISTRY = "https://gcr.io"
_NAMED = re.compile(r"--builder=gcr\.io/(?P<name>[\w/-]+)(?::(?P<tag>[\w.-]+))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_KINDS = (
    "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, "
    "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json"
)
_SECONDS = 10


class Unknown(Exception):
    """What the registry has is not known; the message is for a person."""


def newest(named: re.Match[str]) -> str:
    """The digest that the tag of the builder means today. Raises Unknown."""
    import requests

    address = f"{REGISTRY}/v2/{named['name']}/manifests/{named['tag']}"
    try:
        answer = requests.head(address, headers={"Accept": _KINDS}, timeout=_SECONDS, allow_redirects=True)
    except requests.RequestException as fault:
        raise Unknown(f"{REGISTRY} cannot be reached ({type(fault).__name__})") from None
    digest = answer.headers.get("Docker-Content-Digest", "")
    if not answer.ok or not _DIGEST.fullmatch(digest):
        raise Unknown(f"{REGISTRY} answers {answer.status_code} without a digest")
    return digest


def renewal(config: Path = CONFIG) -> str:
    """A line for whoever deploys where another builder is to be taken; empty where the newest is named."""
    named = named_in(config.read_text())
    try:
        found = newest(named)
    except Unknown as why:
        return f"Whether the builder has had updates is not known: {why}."
    if named["digest"] == found:
        return ""
    has = "has had updates since" if named["digest"] else "is not pinned"
    return f"The image's builder {has}: make pins UPGRADE=1 names {found[:19]}…, then the tests, then this again."


def pin(config: Path = CONFIG) -> str:
    """Name the newest builder by its digest, the tag beside it; what was done, in a line."""
    text = config.read_text()
    named = named_in(text)
    try:
        found = newest(named)
    except Unknown as why:
        return f"The builder stays as it is: {why}."
    config.write_text(text.replace(named[0], f"--builder=gcr.io/{named['name']}:{named['tag']}@{found}"))
    return f"The builder is {found}."


def named_in(text: str) -> re.Match[str]:
    """The builder that the configuration names: its `name`, `tag`, and `digest` if it is pinned."""
    found = _NAMED.search(text)
    if found is None or not found["tag"]:
        raise ValueError("cloudbuild.yaml names no builder with a tag")
    return found
