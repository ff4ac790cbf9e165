"""The jobs of the migration's image: the schema, which an apply brings up, and the first admin."""

from __future__ import annotations

from collections.abc import Mapping

from common.ops.deploy.commands import Commands, Failed
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.target import Target

# What the launcher of an image made by buildpacks is given: it alone finds its Python.
PROGRAM = ("--", "python", "main.py")
SCHEMA, FIRST_ADMIN = "migrate", "first-admin"
_DELIMITERS = "|~#;!%+=&/"


def run_again(target: Target, commands: Commands) -> list[str]:
    """Options for a plan in which a migration that failed the last time is run once more; Cloud Run keeps its token."""
    looking = ("run", "jobs", "executions", "list", f"--job={SCHEMA}", f"--region={target.region()}")
    last = ("--sort-by=~metadata.creationTimestamp", "--limit=1", "--format=value(status.failedCount)")
    failed = commands.find(gcloud(target, *looking, *last)) or "0"
    return [f'-replace=google_cloud_run_v2_job.operation["{SCHEMA}"]'] if failed != "0" else []


def require_person(person: Mapping[str, str]) -> None:
    """Raises Failed when number, name or e-mail were not given."""
    missing = [name.upper() for name, value in person.items() if not value.strip()]
    if missing:
        raise Failed(f"Who is it? {' '.join(f'{name}=…' for name in missing)}")


def add_first_admin(target: Target, commands: Commands, person: Mapping[str, str]) -> None:
    """`person` is number, name and e-mail; who it is gets a link for a password by mail."""
    region, named = f"--region={target.region()}", f"--filter=metadata.name={FIRST_ADMIN}"
    if not commands.find(gcloud(target, "run", "jobs", "list", region, named, "--format=value(metadata.name)")):
        raise target.not_deployed()
    words = [*PROGRAM, "first-admin", *(word for name, value in person.items() for word in (f"--{name}", value))]
    commands.run(gcloud(target, "run", "jobs", "execute", FIRST_ADMIN, region, f"--args={_listed(words)}", "--wait"))


def _listed(words: list[str]) -> str:
    """As gcloud reads a list, parted by a letter that is in none of the words."""
    text = "".join(words)
    letter = next((letter for letter in _DELIMITERS if letter not in text), "\x1f")
    return f"^{letter}^{letter.join(words)}"
