"""`make destroy`: removes what `make deploy` can make again, and data only when it is confirmed twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from common.ops.deploy import prerequisites
from common.ops.deploy.commands import Commands, Failed
from common.ops.deploy.data import holds_data, kept
from common.ops.deploy.deploying import take_up
from common.ops.deploy.secret_versions import Secrets
from common.ops.deploy.target import Target
from common.ops.deploy.terraform import Terraform

Agree = Callable[[str], None]

_LOSS = "-var=allow_data_loss=true"


def destroy(target: Target, commands: Commands, agree: Agree, *, data_too: bool, confirmed: str) -> None:
    """`confirmed` has to be the project's id where data are to go."""
    target.require_sound()
    _require_twice(target, data_too, confirmed)
    commands.step("Tools, project and rights")
    prerequisites.check(target, commands)
    prerequisites.require_state_bucket(target, commands)
    commands.step("Terraform")
    terraform, secrets = Terraform(target, commands), Secrets(target, commands)
    take_up(terraform, secrets)
    rows = terraform.resources()
    addresses = [row["address"] for row in rows]
    commands.step("What goes")
    if not addresses:
        commands.say("  Nothing is there.")
    elif data_too:
        _take_all(commands, terraform, addresses, agree)
    else:
        _take_what_can_be_had_again(commands, terraform, addresses, kept(rows), agree)
    commands.say(f"  What stays in any case: gs://{target.state_bucket}, which knows what there is.")


def _require_twice(target: Target, data_too: bool, confirmed: str) -> None:
    if data_too and confirmed != target.project:
        lost = f"database, documents, photos, certificates, inboxes and secrets of {target.project}"
        meant = target.make("destroy", "DELETE_DATA=yes", f"CONFIRM={target.project}")
        raise Failed(f"DELETE_DATA=yes destroys the {lost} for good. If that is meant: {meant}")
    if confirmed and not data_too:
        raise Failed("CONFIRM goes with DELETE_DATA=yes; without that no data are destroyed.")


def _take_what_can_be_had_again(
    commands: Commands, terraform: Terraform, addresses: Sequence[str], stays: Sequence[str], agree: Agree
) -> None:
    """Each by its name: whatever depends on one of them is one of them."""
    goes = [address for address in addresses if address not in stays]
    if goes:
        plan = terraform.plan("destroy", "-destroy", *_targets(goes))
        agree(str(plan))
        terraform.apply(plan)
    commands.say("  Data were left alone, with what they need:")
    for address in stays:
        commands.say(f"    {address}")
    commands.say("  The database goes on costing. DELETE_DATA=yes destroys data too.")


def _take_all(commands: Commands, terraform: Terraform, addresses: Sequence[str], agree: Agree) -> None:
    """First the protections are lifted, from what has one and nothing else."""
    protected = [address for address in addresses if holds_data(address)]
    if protected:
        lifting = terraform.plan("unprotect", _LOSS, *_targets(protected))
        agree(f"{lifting}; it lifts the protection of data")
        terraform.apply(lifting)
    plan = terraform.plan("destroy", "-destroy", _LOSS, data_may_go=True)
    agree(str(plan))
    terraform.apply(plan)


def _targets(addresses: Sequence[str]) -> list[str]:
    return [f"-target={address}" for address in addresses]
