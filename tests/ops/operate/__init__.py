"""The days after a deployment, on the stand-ins of tests/ops/deploy."""
