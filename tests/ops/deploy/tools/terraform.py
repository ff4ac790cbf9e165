"""As much of Terraform as a deployment asks for: plans in files, a state, and what depends on what goes with it."""

import json
import os
import sys
import time

from cloud_state import begin, fail, write
from outputs import OUTPUTS

state = begin("terraform")
words = [word for word in sys.argv[1:] if not word.startswith("-")]
options = [word for word in sys.argv[1:] if word.startswith("-")]
verb = words[0]

DATABASE = "google_sql_database_instance.aslab"
ACCOUNT = 'google_service_account.function["apply"]'
SITE, PRIVATE = "google_storage_bucket.site", "google_storage_bucket.private"
SECRETS = [
    f'google_secret_manager_secret.setting["{name}"]'
    for name in [
        "signing_keys",
        "smtp_password",
        "whatsapp_token",
        "campus_client_secret",
        "certificate_key",
        "badge_keys",
    ]
]
FUNCTION, JWKS = 'google_cloud_run_v2_service.function["apply"]', "google_storage_bucket_object.jwks"
# Each with what it depends on.
FOUNDATION = {
    DATABASE: [],
    ACCOUNT: [],
    'google_sql_user.iam["apply"]': [DATABASE, "google_service_account.function"],
    SITE: [],
    PRIVATE: [],
    **{secret: [] for secret in SECRETS},
    "terraform_data.foundation": [DATABASE, SITE, "google_secret_manager_secret.setting"],
}
NAME = "google_compute_global_address.portal[0]"  # only with a domain
WHOLE = FOUNDATION | {NAME: [], JWKS: [SITE], FUNCTION: [DATABASE, "google_service_account.function", JWKS]}
# Terraform gives an output after a part was applied only if that part is all that it is made of, and it is made of one.
EARLY = ("build_account", "build_bucket", "image", "site_bucket")


def all_named(name):
    return [option.partition("=")[2] for option in options if option.startswith(f"-{name}=")]


def value_of(variable):
    return next((text.partition("=")[2] for text in all_named("var") if text.startswith(f"{variable}=")), "")


def plain(address):
    return address.partition("[")[0]


def given():
    """The functions' settings; a plan of the whole stops where it is not sound, as our preconditions do."""
    keys = json.loads(os.environ["TF_VAR_public_keys"])["keys"]
    if not keys or "kid" not in keys[0] or any("d" in key for key in keys):
        fail("Error: Invalid value for variable: public_keys is a JSON Web Key set without any private part.")
    named = {"public_keys": os.environ["TF_VAR_public_keys"], "secret_versions": os.environ["TF_VAR_secret_versions"]}
    return named | {"image": value_of("image")}


def with_dependents(addresses):
    """What goes when these go."""
    gone = set(addresses)
    while (
        more := {
            row for row in state["resources"] if {plain(one) for one in gone} & {plain(need) for need in WHOLE[row]}
        }
        - gone
    ):
        gone |= more
    return gone


def imported():
    """By the blocks that lie in the folder: addresses and ids."""
    try:
        with open(os.environ.get("STAND_IN_TERRAFORM", "terraform") + "/restored.tf") as blocks:
            lines = [line.strip().partition(" = ")[::2] for line in blocks]
    except FileNotFoundError:
        return {}
    addresses, ids = ([value for name, value in lines if name == wanted] for wanted in ("to", "id"))
    return dict(zip(addresses, (each.strip('"') for each in ids), strict=True))


def database():
    """What becomes of the instance: another name is another one, unless it is taken in."""
    wanted, ids = value_of("database_instance") or "aslab", imported()
    if DATABASE in state["resources"]:
        if ids:
            fail(f"Error: Resource already managed by Terraform: {DATABASE}")
        return {} if wanted == state["instance"] else {"gone": [DATABASE], "made": [DATABASE]}
    if ids and ids[DATABASE].rpartition("/")[2] != wanted:
        fail("Error: the instance that is taken in has another name than the configuration says.")
    return {"imported": sorted(ids), "instance": wanted} if ids else {}


def planned():
    told, targets = given(), all_named("target")
    restored = {} if "-destroy" in options else database()
    if restored:
        return {"gone": [], "made": [], "changed": []} | restored
    if "-destroy" in options:
        gone = with_dependents(targets) if targets else set(state["resources"])
        return {"gone": sorted(gone), "made": [], "changed": []}
    if "terraform_data.foundation" in targets:
        made = [row for row in FOUNDATION if row not in state["resources"]]
        return {"gone": [], "made": made, "changed": state["drifted"]}
    if targets:
        return {"gone": [], "made": [], "changed": targets, "unprotect": "-var=allow_data_loss=true" in options}
    if "signing_keys" not in json.loads(told["secret_versions"]):
        fail("Error: Resource precondition failed: The secret signing-keys has no version.")
    if not told["image"]:
        fail("Error: Resource precondition failed: No image is named.")
    made = [row for row in WHOLE if row not in state["resources"] and (value_of("domain") or row != NAME)]
    changed = [FUNCTION] if not made and told != state["told"] else []
    return {"gone": state["replaced"], "made": [*made, *state["replaced"]], "changed": changed, "told": told}


def shown(plan):
    actions = {"gone": "delete", "made": "create", "changed": "update"}
    rows = {}
    for kind, action in actions.items():
        for address in plan[kind]:
            rows.setdefault(address, []).append(action)
    changes = [{"address": address, "change": {"actions": does}} for address, does in rows.items()]
    idle = {"address": "google_storage_bucket.incoming", "change": {"actions": ["no-op"]}}
    return {"resource_changes": [*changes, idle], "output_changes": {"region": {"actions": ["no-op"]}}}


def apply(plan):
    protected = [row for row in plan["gone"] if row == DATABASE and not state["unprotected"]]
    if protected:
        fail("Error: cannot destroy instance without setting deletion_protection=false")
    state["resources"] = [row for row in state["resources"] if row not in plan["gone"]]
    state["resources"] += [row for row in plan["made"] if row not in state["resources"]]
    if DATABASE in plan["made"] and (value_of("database_instance") or "aslab") in state["instances"] and state["told"]:
        fail("Error: googleapi: Error 409: The Cloud SQL instance already exists.")
    state["resources"] += plan.get("imported", [])
    state["instance"] = plan.get("instance", state["instance"])
    state["unprotected"] = plan.get("unprotect", state["unprotected"])
    for secret in SECRETS:
        if secret in plan["made"]:
            state["secrets"].setdefault(secret.split('"')[1].replace("_", "-"), [])
    if "told" in plan:
        apply_whole(plan["told"])


def apply_whole(told):
    image = f"{OUTPUTS['image']}:{told['image']}"
    if image not in state["images"]:
        fail(f"Error: Error waiting to create Service: Image '{image}' not found.")
    if told["public_keys"] != state["told"].get("public_keys"):
        state["jwks"], state["jwks_since"] = told["public_keys"], time.time()
    state["told"] = told
    print("Apply complete!")


def read_plan():
    with open(words[1]) as file:
        return json.load(file)


def everything():
    rows = [
        {
            "mode": "managed",
            "type": row.partition(".")[0],
            "address": row,
            "depends_on": WHOLE[row],
            "values": {"name": row.partition('"')[2].strip('"]') or "aslab"},
        }
        for row in state["resources"]
    ]
    return {"values": {"root_module": {"resources": rows}}} if rows else {"format_version": "1.0"}


if verb == "version":
    print(json.dumps({"terraform_version": state["terraform"]}))
elif verb == "init":
    if not any(name.endswith("-tfstate") for name in state["buckets"]):
        fail("Error: Failed to get existing workspaces: querying Cloud Storage failed: storage: bucket doesn't exist")
    state["prefix"] = all_named("backend-config")[1].partition("=")[2]
    print("Terraform has been successfully initialized!")
elif verb == "plan":
    with open(all_named("out")[0], "w") as file:
        json.dump(planned(), file)
elif verb == "show":
    print(json.dumps(shown(read_plan()) if len(words) > 1 else everything()))
elif verb == "apply":
    apply(read_plan())
    state["states"] = sorted({*state["states"], state["prefix"]})
elif verb == "state":
    assert words[1] == "rm"
    state["resources"] = [row for row in state["resources"] if row not in words[2:]]
elif verb == "output":
    early = {name: OUTPUTS[name] for name in EARLY} if state["resources"] else {}
    known = OUTPUTS | state["outputs"] | {"database_name": state["instance"]} if state["told"] else early
    print(json.dumps({name: {"value": value} for name, value in known.items()}))
else:
    fail(f"Terraform has no command named {verb!r}.")
write(state)
