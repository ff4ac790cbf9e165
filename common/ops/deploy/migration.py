"""The jobs of the migration's image: the schema, which an apply brings up, and the first admin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from common.ops.deploy.commands import Commands, Failed
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.secret_versions import Secrets
from common.ops.deploy.target import Target
from common.ops.deploy.terraform import Terraform
from common.platform.auth.secrets import digest, new_secret

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


def add_first_admin(target: Target, commands: Commands, person: Mapping[str, str], *, link: bool) -> None:
    """`person` is number, name and e-mail; they get a link for a password by mail, or `link` prints it."""
    region, named = f"--region={target.region()}", f"--filter=metadata.name={FIRST_ADMIN}"
    if not commands.find(gcloud(target, "run", "jobs", "list", region, named, "--format=value(metadata.name)")):
        raise target.not_deployed()
    given = [word for name, value in person.items() for word in (f"--{name}", value)]
    if not link:
        run_job(target, commands, FIRST_ADMIN, ["first-admin", *given])
        if not Secrets(target, commands).newest("smtp_password"):
            commands.say("The mail server has no password here: it may refuse what is sent.")
        commands.say("If no mail comes within minutes, the same command with LINK=1 prints a link.")
        return
    # The link is made here: what a job prints is kept in its log, and a link that signs in may not be.
    secret = new_secret()
    run_job(target, commands, FIRST_ADMIN, ["first-admin", *given, "--digest", digest(secret)])
    terraform = Terraform(target, commands)
    terraform.init()
    commands.say(f"Good once, for three days: {terraform.outputs({})['address']}/kata-sandi#{secret}")


def run_job(target: Target, commands: Commands, job: str, words: Sequence[str] = ()) -> None:
    """To its end; with `words` as its arguments, if any."""
    given = [f"--args={_listed([*PROGRAM, *words])}"] if words else []
    region = f"--region={target.region()}"
    commands.run(gcloud(target, "run", "jobs", "execute", job, region, *given, "--wait"))


def _listed(words: list[str]) -> str:
    """As gcloud reads a list, parted by a letter that is in none of the words."""
    text = "".join(words)
    letter = next((letter for letter in _DELIMITERS if letter not in text), "\x1f")
    return f"^{letter}^{letter.join(words)}"
