"""The commands of a deployment: `python -m common cloud --help` lists them; the Makefile gives them their values."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from getpass import getpass

from common.ops.build.node import NodeFailed
from common.ops.checkout import CHECKOUT
from common.ops.deploy.commands import Commands, DryRun, Failed
from common.ops.deploy.target import Target

Say = Callable[[str], None]
_INTERRUPTED = 130
_YES = {"1", "y", "ya", "yes"}
Work = Callable[[Target, Commands, argparse.Namespace], None]


def main(arguments: Sequence[str], say: Say, target: Callable[..., Target] = Target) -> int:
    """The exit code; what went wrong is printed in one line."""
    options = _parser().parse_args(arguments)
    place = target(project=options.project, environment=options.environment, domain=options.domain)
    commands = (DryRun if options.dry_run else Commands)(CHECKOUT, say)
    try:
        options.work(place, commands, options)
    except (Failed, NodeFailed) as failed:
        sys.stderr.write(f"{failed}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted. The same command goes on from here.\n")
        return _INTERRUPTED
    return 0


def deploy(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Bring a project from wherever it is to a running campus; VERSION is a tag of git, or an image that is kept."""
    from common.ops.deploy.deploying import deploy as bring_up
    from common.ops.operate.going_back import deploy_version, is_image

    if options.version and not is_image(options.version):
        deploy_version(target, commands, options.version, options.yes)
    else:
        bring_up(target, commands, agreement(commands, options), options.version)


def plan(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Show what a deployment would change, and change nothing."""
    from common.ops.operate.looking import plan as show_plan

    show_plan(target, commands)


def status(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Versions, age of the queue, alerts and cost so far."""
    from common.ops.operate.looking import status as show_status

    show_status(target, commands)


def check_campus(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Prove from outside what no test proves; NUMBER is a lecturer's, whose password is asked for or piped."""
    from common.ops.deploy.checking import GoogleLogs, Outside, check
    from common.ops.deploy.terraform import Terraform

    target.require_sound()
    terraform = Terraform(target, commands)
    terraform.init()
    outputs = terraform.outputs({})
    if "address" not in outputs:
        raise target.not_deployed()
    password = _typed(options.number) if options.number else ""
    logs = GoogleLogs(target, commands)
    check(Outside(outputs["address"], outputs["api_origin"], logs, options.number, password), commands.say)


def _typed(name: str) -> str:
    return getpass(f"{name}: ") if sys.stdin.isatty() else sys.stdin.read().rstrip("\r\n")


def rollback(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Send the traffic of every service back to its last revision with another image."""
    from common.ops.operate.going_back import roll_back

    roll_back(target, commands)


def restore(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Bring the database back to a moment, and put right what did not go back."""
    from common.ops.operate.restoring import restore as bring_back

    unknown = options.delete_unknown == "yes"
    bring_back(target, commands, agreement(commands, options), options.at, delete_unknown=unknown)


def backup_out(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Write a copy of everything into a folder, by way of a bucket."""
    from common.ops.operate.copying import back_up

    back_up(target, commands, options.to)


def destroy(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Take away everything but data; with DELETE_DATA=yes CONFIRM=project these too."""
    from common.ops.deploy.destroying import destroy as take_away

    data_too = options.delete_data == "yes"
    take_away(target, commands, agreement(commands, options), data_too=data_too, confirmed=options.confirm)


def first_admin(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Add an admin, who gets the link for a password by mail; LINK=1 prints it."""
    from common.ops.deploy.migration import add_first_admin, require_person

    target.require_sound()
    person = {"number": options.number, "name": options.name, "email": options.email}
    require_person(person)
    add_first_admin(target, commands, person, link=options.link in _YES)


def secret(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Read a secret's new value from the terminal, without showing it, or from a pipe."""
    from common.ops.deploy.secret_versions import Secrets, require_optional

    target.require_sound()
    setting, secrets = require_optional(target, options.name), Secrets(target, commands)
    secrets.require_place(setting)
    value = _typed(options.name)
    if not value:
        raise Failed("No value was given.")
    secrets.add(setting, value)
    commands.say(f"It comes into force with {target.make('deploy')}")


def rotate_keys(target: Target, commands: Commands, options: argparse.Namespace) -> None:
    """Take the next step of a rotation of the signing keys."""
    from common.ops.deploy.rotation import rotate_keys as take_step

    take_step(target, commands)


def agreement(commands: Commands, options: argparse.Namespace) -> Callable[[str], None]:
    def agree(what: str) -> None:
        if commands.dry:
            return
        commands.say(f"  {what}")
        if options.yes.strip().lower() in _YES:
            return
        if not sys.stdin.isatty():
            raise Failed("Nothing was applied, since there is nobody to ask. YES=1 agrees beforehand.")
        if input("  Apply it? [y/N] ").strip().lower() not in _YES:
            raise Failed("Nothing was applied.")

    return agree


_COMMANDS: dict[Work, tuple[str, ...]] = {
    deploy: ("dry-run", "yes", "version"),
    plan: (),
    status: (),
    check_campus: ("number",),
    rollback: ("dry-run",),
    restore: ("yes", "at", "delete-unknown"),
    backup_out: ("to",),
    first_admin: ("number", "name", "email", "link"),
    secret: ("name",),
    rotate_keys: (),
    destroy: ("dry-run", "yes", "delete-data", "confirm"),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m common cloud", description=__doc__)
    parser.set_defaults(dry_run="", yes="")
    commands = parser.add_subparsers(required=True, metavar="command")
    for work, names in _COMMANDS.items():
        added = commands.add_parser(work.__name__.replace("_", "-"), help=work.__doc__)
        added.set_defaults(work=work)
        for name in ("project", "domain", *names):
            added.add_argument(f"--{name}", default="")
        added.add_argument("--environment", default="prod")
    return parser
