"""The suite's command: `python -m common --help` lists what it can do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path


def run(options: argparse.Namespace) -> int:
    """Start the whole campus on this machine."""
    from common.ops.local.run import run_campus

    return run_campus(options.port, options.folder.resolve())


def reset(options: argparse.Namespace) -> int:
    """Forget the data of the local campus."""
    from common.ops.local.run import reset_campus

    return reset_campus(options.folder.resolve())


def backup_out(options: argparse.Namespace) -> int:
    """Write a copy of the local campus: rows, objects, and a manifest."""
    from common.ops.local.copies import back_up_campus

    return back_up_campus(options.folder.resolve(), options.to)


def restore_from(options: argparse.Namespace) -> int:
    """Start a campus on this machine from a copy."""
    from common.ops.local.copies import load_campus
    from common.ops.local.run import run_campus

    folder = options.folder.resolve()
    return load_campus(folder, options.source) or run_campus(options.port, folder)


def contract(options: argparse.Namespace) -> int:
    """Write, or with --check compare, what is derived from the declarations."""
    from common.ops.contract.write import check_contract, write_contract

    if not options.check:
        write_contract()
        return 0
    differences = check_contract()
    for line in differences:
        print(line, file=sys.stderr)
    return 1 if differences else 0


def build(options: argparse.Namespace) -> int:
    """Stage the tree that the image of all steps is built from."""
    from common.ops.build.tree import tree

    print(tree().write(options.out))
    return 0


def pin_builder(options: argparse.Namespace) -> int:
    """Name the newest builder of the image by its digest, where Google's registry is in reach."""
    from common.ops.build.builder import pin

    print(pin())
    return 0


def portal(options: argparse.Namespace) -> int:
    """Build the portal, if anything in it has changed."""
    from common.ops.build.node import NodeFailed
    from common.ops.build.portal import build_portal

    try:
        build_portal(_progress)
    except NodeFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


def npm(options: argparse.Namespace) -> int:
    """Run npm in the portal's folder, its packages installed before."""
    from common.ops.build.node import NodeFailed
    from common.ops.build.portal import run_npm

    try:
        return run_npm(options.arguments, _progress)
    except NodeFailed as failed:
        print(failed, file=sys.stderr)
        return 1


def cost(options: argparse.Namespace) -> int:
    """Print what a campus costs a month, by size and architecture."""
    from common.ops.cost.model import answers
    from common.ops.cost.show import draw, filled, tables

    found = answers()
    print(*tables(found).values(), sep="\n\n")
    if options.document:
        text = filled(options.document.read_text(encoding="utf-8"), found)
        options.document.write_text(text, encoding="utf-8", newline="\n")
        print(f"\n{draw(found, options.document.parent)}")
    return 0


def browser(options: argparse.Namespace) -> int:
    """Find the browser for the portal's tests, or install one."""
    from common.ops.build.browser import NoBrowser, install_browser

    try:
        print(install_browser(_progress))
    except NoBrowser as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


def terraform_check(options: argparse.Namespace) -> int:
    """Check the infrastructure without a cloud: plans, their tests, and checkov."""
    from common.ops.build.terraform import Unchecked, check_terraform

    try:
        stubs = options.stubs and options.stubs.resolve()
        return 0 if check_terraform(options.out.resolve(), stubs, _progress) else 1
    except Unchecked as missing:
        print(missing, file=sys.stderr)
        return 1


def _progress(what: str) -> None:
    print(f"  {what} ...", flush=True)


def migrate(options: argparse.Namespace) -> int:
    """Bring the schema up (or down to a revision)."""
    from common.ops import migrations
    from common.ops.migrations.job import bring_up, failing_in_one_line
    from common.platform.db import engine

    with failing_in_one_line():
        if options.down_to:
            migrations.downgrade(engine(), options.down_to)
        else:
            bring_up()
    return 0


def first_admin(options: argparse.Namespace) -> int:
    """Add an admin, who gets the link for a password by mail."""
    from common.ops.migrations.job import add_first_admin, failing_in_one_line

    with failing_in_one_line():
        add_first_admin(options.number, options.name, options.email)
    return 0


def whatsapp_templates(options: argparse.Namespace) -> int:
    """Print the WhatsApp templates, register them with Meta, or check what is registered."""
    from common.ops.operate import whatsapp_templates as at_meta

    works = {
        "": at_meta.print_templates,
        "register": at_meta.register_templates,
        "check": at_meta.check_templates,
    }
    try:
        return works[options.work_on](print)
    except at_meta.Refused as refused:
        print(refused, file=sys.stderr)
        return 1


def cloud(options: argparse.Namespace) -> int:
    """Deploy, and what belongs to it: `python -m common cloud --help`."""
    from common.ops.operate.console import main as in_the_cloud

    return in_the_cloud(options.arguments, partial(print, flush=True))


def main() -> int:
    from common.ops.migrations.job import describe_admin

    parser = argparse.ArgumentParser(prog="python -m common", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, work: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=(work.__doc__ or "").strip())
        added.set_defaults(work=work)
        return added

    starting, loading, copying = (
        command("run", run),
        command("restore-from", restore_from),
        command("backup-out", backup_out),
    )
    for started in (starting, loading):
        started.add_argument("--port", type=int, default=8080)
    loading.add_argument("--from", dest="source", required=True, help="a folder")
    copying.add_argument("--to", required=True, help="a folder")
    for kept in (starting, loading, copying, command("reset", reset)):
        kept.add_argument("--folder", type=Path, default=Path(".local"), help="where the data live")
    command("contract", contract).add_argument("--check", action="store_true")
    command("build", build).add_argument("--out", type=Path, default=Path(".local/build"))
    checking = command("terraform-check", terraform_check)
    checking.add_argument("--out", type=Path, default=Path(".local/terraform"))
    checking.add_argument("--stubs", type=Path, help="checks a folder with stand-ins of the providers")
    command("cost", cost).add_argument("--document", type=Path, help="write its tables anew, and the plot beside it")
    templates = command("whatsapp-templates", whatsapp_templates)
    templates.add_argument("--register", dest="work_on", action="store_const", const="register", default="")
    templates.add_argument("--check", dest="work_on", action="store_const", const="check")
    for name, work in {"pin-builder": pin_builder, "portal": portal, "browser": browser}.items():
        command(name, work)
    for handing_on in (command("npm", npm), command("cloud", cloud)):
        handing_on.add_argument("arguments", nargs=argparse.REMAINDER)
    command("migrate", migrate).add_argument("--down-to", default="")
    describe_admin(command("first-admin", first_admin))
    options = parser.parse_args()
    return int(options.work(options))


if __name__ == "__main__":
    sys.exit(main())
