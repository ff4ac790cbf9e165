"""A project that has been deployed (tests/ops/deploy/conftest.py)."""

# ruff: noqa: F401

from tests.ops.deploy.conftest import (
    bucket_server,
    cloud,
    deployed,
    deployment,
    local,
    mail_server,
    site,
    site_server,
    small_portal,
    tools,
)
