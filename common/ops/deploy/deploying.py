"""`make deploy`: each step checks first and does what is missing, so that it goes on where it was interrupted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from common.ops.build.builder import renewal
from common.ops.build.portal import build_portal_for
from common.ops.build.tree import Tree, tree
from common.ops.deploy import migration, prerequisites
from common.ops.deploy.billing import cost_alarm
from common.ops.deploy.checking import GoogleLogs, Outside, check
from common.ops.deploy.commands import Commands, Failed, Transient
from common.ops.deploy.images import build_image, give_events_time
from common.ops.deploy.keys import KeySet
from common.ops.deploy.policies import require_allowed
from common.ops.deploy.room import require_quotas, warn_of_missing_roles
from common.ops.deploy.secret_versions import FIRST, SIGNING_KEYS, Secrets
from common.ops.deploy.site import publish
from common.ops.deploy.smoke import smoke_test
from common.ops.deploy.target import Target
from common.ops.deploy.terraform import Plan, Terraform
from common.ops.deploy.values import ask_mail_server, require_values
from common.ops.static_site import security_txt
from common.platform.auth.keys import public_half
from common.platform.settings import settings

Agree = Callable[[str], None]
Outputs = Mapping[str, str]

_FOUNDATION = "-target=terraform_data.foundation"
_ROUNDS, _PAUSE_SECONDS = 3, 60
# A sweep comes each minute, and its line some seconds later.
_LOG_SECONDS = 120
_COSTS = "google_sql_database_instance."
# What a new name of the portal is made of.
_NAME = ("google_compute_global_address.portal", "google_compute_managed_ssl_certificate.portal")
_OUTPUTS = (
    "address",
    "build_account",
    "build_bucket",
    "campus_name",
    "campus_time_zone",
    "campus_sign_in",
    "content_security_policy",
    "event_subscriptions",
    "image",
    "site_bucket",
)


def deploy(target: Target, commands: Commands, agree: Agree, image: str = "") -> None:
    """`agree` gets a sentence on what a plan changes, and raises Failed when that is not wanted.

    `image` is the tag of one that is kept: it runs instead of this checkout's, and the portal stays.
    """
    target.require_sound()
    if not commands.dry:
        require_values(target)
    account = _prepare(target, commands)
    code = None if image else stage(target, commands)
    commands.step("Terraform")
    terraform, secrets = Terraform(target, commands, code.tag if code else image), Secrets(target, commands)
    terraform.init()
    before = terraform.outputs({})
    _require_domain(target, before)
    terraform.alarm = terraform.alarm or cost_alarm(target, commands, account)
    if "address" not in before:
        ask_mail_server(target, commands, agree, settings().smtp_password)
    _lay_foundation(commands, terraform, secrets, agree)
    commands.step("Image")
    if code and (line := commands.perform("ask the registry for the builder", renewal, "")):
        commands.say(f"  {line}")
    build_image(target, commands, terraform.outputs(unseen(target)), code or image)
    commands.step("Everything else")
    plan = _applied(terraform, "whole", migration.run_again(target, commands), commands, agree)
    secrets.disable_old()
    outputs = terraform.outputs(unseen(target))
    give_events_time(target, commands, outputs)
    if code:
        _publish(target, commands, outputs)
    answers = _test_from_outside(commands, outputs, fresh=any(address.startswith(_NAME) for address in plan.made))
    _say_what_is_next(target, commands, outputs, answers)
    if answers:
        commands.step("What no test proves")
        outside = Outside(
            outputs["address"], outputs["api_origin"], GoogleLogs(target, commands), patience=_LOG_SECONDS
        )
        commands.perform(target.make("check-campus"), lambda: check(outside, commands.say), None)


def unseen(target: Target) -> dict[str, str]:
    """What is said in a dry run for the outputs, which only a real one knows."""
    domain = {"api_origin": "" if target.domain else "<api_origin>", "dns": "<dns>" if target.domain else ""}
    return {name: f"<{name}>" for name in _OUTPUTS} | domain


def _require_domain(target: Target, outputs: Outputs) -> None:
    """Raises Failed where a campus with a domain would be planned without it: its address and certificate would go."""
    domain = outputs.get("dns", "").partition(". ")[0]
    if domain and not target.has_domain():
        raise Failed(f"The campus is at {domain}: {replace(target, domain=domain).make('deploy')}")


def _prepare(target: Target, commands: Commands) -> str:
    """Who is signed in."""
    commands.step("Tools, project and rights")
    account = prerequisites.check(target, commands)
    prerequisites.enable_services(target, commands)
    warn_of_missing_roles(target, commands, account)
    require_allowed(target, commands)
    require_quotas(target, commands)
    commands.step("Bucket for Terraform's state")
    prerequisites.make_state_bucket(target, commands)
    return account


def stage(target: Target, commands: Commands) -> Tree:
    commands.step("Code of all steps")
    code = tree()
    building = f"python -m common build --out {target.build}"
    commands.perform(building, lambda: code.write(target.build), code.folder(target.build))
    return code


def take_up(terraform: Terraform, secrets: Secrets) -> Outputs:
    """Go on with what is deployed; its outputs, and the variables that a plan of it needs."""
    terraform.init()
    versions = secrets.versions()
    terraform.public = variables(versions, secrets.key_set(versions.get(SIGNING_KEYS)))
    return terraform.outputs({})


def _lay_foundation(commands: Commands, terraform: Terraform, secrets: Secrets, agree: Agree) -> None:
    """What has to stand before secrets can have values and images a place; the keys are known before, in memory."""
    versions = secrets.versions()
    keys = secrets.key_set(versions.get(SIGNING_KEYS))
    terraform.public = variables(versions, keys)
    _applied(terraform, "foundation", [_FOUNDATION], commands, agree, _agreeing_on)
    commands.step("Secrets")
    secrets.add_first(versions, keys)
    terraform.public = variables(secrets.versions() or FIRST, keys)


def _agreeing_on(plan: Plan, agree: Agree) -> Agree:
    """What only grows is laid without a question, unless it begins to cost."""
    if any(address.startswith(_COSTS) for address in plan.made):
        return lambda what: agree(f"{what}; among it a database, which costs from then on")
    return agree if plan.changed or plan.removed else lambda _: None


def variables(versions: Mapping[str, str], keys: KeySet) -> dict[str, str]:
    """The variables about secrets that Terraform gets: versions and public keys, never a secret."""
    return {"public_keys": json.dumps(public_half(keys)), "secret_versions": json.dumps(dict(versions), sort_keys=True)}


def _applied(
    terraform: Terraform,
    name: str,
    options: Sequence[str],
    commands: Commands,
    agree: Agree,
    asking: Callable[[Plan, Agree], Agree] = lambda _, agree: agree,
) -> Plan:
    """The first plan. Services that were just switched on get up to three rounds, each planned anew."""
    first: Plan | None = None
    for left in range(_ROUNDS - 1, -1, -1):
        plan = terraform.plan(name, *options)
        try:
            _apply(terraform, plan, commands, asking(plan, agree))
            return first or plan
        except Transient as fault:
            if not left:
                raise
            first = first or plan
            commands.say(f"  {fault}\n  This passes by itself: {left} more rounds, the next in {_PAUSE_SECONDS} s.")
            time.sleep(_PAUSE_SECONDS)
    raise AssertionError


def _apply(terraform: Terraform, plan: Plan, commands: Commands, agree: Agree) -> None:
    if plan.empty:
        commands.say("  Nothing to change.")
        plan.file.unlink(missing_ok=True)
        return
    agree(str(plan))
    terraform.apply(plan)


def _publish(target: Target, commands: Commands, outputs: Outputs) -> None:
    commands.step("Portal")
    variables = portal_variables(outputs)
    said = " ".join(f"{name}={value}" for name, value in variables.items())
    building = f"{said} npm run build -- --outDir {target.site}".strip()
    commands.perform(
        building, lambda: build_portal_for(target.site, variables, _indented(commands), target.web), target.site
    )
    bucket = outputs["site_bucket"]
    security = security_txt(outputs.get("campus_contact", ""), outputs["address"])
    commands.perform(
        f"publish {target.site} gs://{bucket}",
        lambda: publish(target.site, bucket, target.project, commands.say, security),
        None,
    )


def portal_variables(outputs: Outputs) -> dict[str, str]:
    """The variables of the portal's build; a policy of its own only where the site cannot send headers."""
    given = {
        "VITE_API_ORIGIN": outputs["api_origin"],
        "VITE_CAMPUS_NAME": outputs.get("campus_name", ""),
        "VITE_TIME_ZONE": outputs.get("campus_time_zone", ""),
        "VITE_CAMPUS_SIGN_IN": outputs.get("campus_sign_in", ""),
        "VITE_CONTENT_SECURITY_POLICY": outputs["content_security_policy"] if outputs["api_origin"] else "",
    }
    return {name: value for name, value in given.items() if value}


def _indented(commands: Commands) -> Callable[[str], None]:
    return lambda what: commands.say(f"    {what} ...")


def _test_from_outside(commands: Commands, outputs: Outputs, *, fresh: bool) -> bool:
    commands.step("Smoke test")
    if outputs["dns"]:
        commands.say(f"  The zone of the domain has to say: {outputs['dns']}")
    address, api = outputs["address"], outputs["api_origin"]
    return commands.perform(f"ask {address} and the API", lambda: smoke_test(address, api, fresh, commands.say), True)


def _say_what_is_next(target: Target, commands: Commands, outputs: Outputs, answers: bool) -> None:
    commands.step(f"The portal: {outputs['address']}")
    if not answers:
        commands.say("A new name and its certificate may take an hour; then run the same command again.")
    commands.say(f"The first admin: {target.make('first-admin', 'NUMBER=…', 'NAME=…', 'EMAIL=…')}")
