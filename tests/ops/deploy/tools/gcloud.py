"""As much of gcloud as a deployment asks for; it answers as the real one does, also where something is missing."""

import os
import sys
import time

from cloud_state import begin, fail, write

state = begin("gcloud")
words = [word for word in sys.argv[1:] if not word.startswith("-")]
options = dict(word[2:].partition("=")[::2] for word in sys.argv[1:] if word.startswith("--"))
command = ".".join(words)


def at(*path):
    return words[: len(path)] == list(path)


def bucket(name):
    if name not in state["buckets"]:
        fail(f"ERROR: (gcloud.storage.buckets.describe) gs://{name} not found: 404.")
    return state["buckets"][name]


def secret(name):
    if "secretmanager.googleapis.com" not in state["services"]:
        fail("ERROR: (gcloud.secrets) PERMISSION_DENIED: Secret Manager API has not been used in project 1 before.")
    if name not in state["secrets"]:
        fail(f"ERROR: (gcloud.secrets.versions) NOT_FOUND: Secret [projects/1/secrets/{name}] not found.")
    return state["secrets"][name]


def enabled(name):
    numbers = [str(number) for number in range(len(secret(name)), 0, -1)]
    return [number for number in numbers if f"{name}/{number}" not in state["disabled"]]


def add_version():
    value = sys.stdin.read()
    secret(words[3]).append(value)
    print(f"Created version [{len(secret(words[3]))}] of the secret [{words[3]}].", file=sys.stderr)


def build():
    if options.get("region", "global") != "global":
        fail(
            "ERROR: (gcloud.builds.submit) FAILED_PRECONDITION: due to quota restrictions, "
            "Cloud Build cannot run builds in this region."
        )
    assert options["service-account"].startswith("projects/"), "a build needs its account by its full name"
    assert os.path.dirname(options["config"]) == words[2], "the way it is built is part of what is built"
    with open(options["config"]) as config:
        assert "CLOUD_LOGGING_ONLY" in config.read(), "an account of its own may not write to Google's bucket for logs"
    assert "gcs-log-dir" not in options, "the bucket would have to be open to the account"
    image = options["substitutions"].removeprefix("_IMAGE=")
    assert image.rpartition(":")[2] == os.path.basename(words[2]), "an image is named after what it is built from"
    assert image not in state["images"], "a tag cannot be moved"
    state["images"].append(image)
    print("DONE")


def print_json(rows):
    import json

    print(json.dumps(rows))


def policy():
    return {"bindings": [{"role": role, "members": [f"user:{state['account']}"]} for role in state["roles"]]}


def quota(name, value):
    of = {"dimensions": {"region": "asia-southeast2"}, "applicableLocations": ["asia-southeast2"]}
    elsewhere = {"dimensions": {"region": "us-west1"}, "applicableLocations": ["us-west1"], "details": {"value": "1"}}
    return {"quotaId": name, "dimensionsInfos": [elsewhere, of | {"details": {"value": value}}]}


SCHEDULED = ("deliver-notifications-sweep", "keep-house-begin-day")

if at("auth", "list"):
    print(state["account"])
elif at("auth", "application-default", "print-access-token"):
    print("ya29.a-token-that-nobody-may-see")
elif at("projects", "describe"):
    print("ACTIVE")
elif at("projects", "get-ancestors-iam-policy"):
    print_json([{"id": words[2], "type": "project", "policy": policy()}])
elif at("billing", "projects", "describe"):
    print(state["billing"] if "billingEnabled" in options["format"] else f"billingAccounts/{state['pays']}")
elif at("billing", "accounts", "get-iam-policy"):
    print_json({"bindings": [{"role": "roles/billing.costsManager", "members": state["watchers"]}]})
elif at("billing", "accounts", "describe"):
    print("IDR")
elif at("beta", "quotas", "info", "list"):
    assert "cloudquotas.googleapis.com" in state["services"]
    print_json([quota(name, value) for name, value in state["quotas"].items()])
elif at("org-policies", "describe"):
    if "orgpolicy.googleapis.com" not in state["services"]:
        fail("ERROR: (gcloud.org-policies.describe) SERVICE_DISABLED: Organization Policy API is not enabled.")
    print_json({"spec": {"rules": state["policies"].get(words[2], [{"allowAll": True}])}})
elif at("services", "list"):
    print("\n".join(state["services"]))
elif at("services", "enable"):
    assert len(words[2:]) <= 20, "no more are switched on by one call"
    state["services"] += words[2:]
elif at("storage", "buckets", "list"):
    name = options["filter"].removeprefix("name=")
    if name in state["buckets"] and name not in state["taken"]:
        print(name, bucket(name)["versioned"], sep="\t")
elif at("storage", "buckets", "create"):
    if words[-1].removeprefix("gs://") in state["taken"]:
        fail("ERROR: (gcloud.storage.buckets.create) HTTPError 409: The requested bucket name is not available.")
    assert "public-access-prevention" in options
    assert options["location"]
    state["buckets"][words[-1].removeprefix("gs://")] = {"versioned": ""}
elif at("storage", "buckets", "update"):
    bucket(words[-1].removeprefix("gs://"))["versioned"] = "True"
elif at("storage", "ls"):
    folder = words[2].partition("-tfstate/")[2]
    under = [f"gs://{prefix}/" for prefix in state["states"] if prefix.startswith(folder)]
    print("\n".join(under)) if under else fail("ERROR: (gcloud.storage.ls) One or more URLs matched no objects.")
elif at("storage", "objects", "describe"):
    if not state["jwks"]:
        fail("ERROR: (gcloud.storage.objects.describe) gs://site/jwks.json not found: 404.")
    print(time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(state["jwks_since"])))
elif at("storage", "cat"):
    print(state["jwks"])
elif at("secrets", "describe"):
    secret(words[2])
    print(words[2])
elif at("secrets", "versions", "list"):
    print("\n".join(enabled(words[3])[: int(options.get("limit", 9))]))
elif at("secrets", "versions", "disable"):
    state["disabled"].append(f"{options['secret']}/{words[3]}")
elif at("secrets", "versions", "access"):
    print(secret(options["secret"])[int(words[3]) - 1])
elif at("secrets", "versions", "add"):
    add_version()
elif at("artifacts", "docker", "tags", "list"):
    if not any(image.startswith(words[4]) for image in state["images"]):
        fail(f"ERROR: (gcloud.artifacts.docker.tags.list) NOT_FOUND: Package {words[4]} not found.")
    print("\n".join(image.rpartition(":")[2] for image in state["images"] if image.startswith(words[4])))
elif at("pubsub", "subscriptions", "describe"):
    print(state["deadline"])
elif at("pubsub", "subscriptions", "update"):
    state["deadline"] = options["ack-deadline"]
elif at("builds", "submit"):
    build()
elif at("run", "jobs", "executions", "list"):
    print(state["failed_migrations"])
elif at("run", "jobs", "list"):
    print(options["filter"].removeprefix("metadata.name=") if state["told"] else "")
elif at("run", "jobs", "execute"):
    state["jobs"].append(options.get("args", words[3]))
elif at("run", "services", "list"):
    print_json(state["run_services"])
elif at("run", "revisions", "list"):
    print_json(state["revisions"])
elif at("run", "services", "update-traffic"):
    state["traffic"][words[3]] = options["to-revisions"]
elif at("run", "services", "update"):
    assert options["ingress"] == "internal"
    state["closed"] = sorted({*state["closed"], words[3]})
elif at("scheduler", "jobs", "list"):
    print("\n".join(SCHEDULED))
elif at("scheduler", "jobs", "pause"):
    state["paused"] = sorted({*state["paused"], words[3]})
elif at("scheduler", "jobs", "resume"):
    state["paused"].remove(words[3])
elif at("sql", "instances", "list"):
    print(state["instances"].get(options["filter"].removeprefix("name="), ""))
elif at("sql", "instances", "clone"):
    if state["instances"].get(words[3]) != "RUNNABLE":
        fail(f"ERROR: (gcloud.sql.instances.clone) HTTPError 404: The instance {words[3]} was not found.")
    if words[4] in state["instances"]:
        fail(f"ERROR: (gcloud.sql.instances.clone) HTTPError 409: The instance {words[4]} already exists.")
    assert options["point-in-time"].endswith("Z")
    state["instances"][words[4]] = "RUNNABLE"
elif at("logging", "read"):
    lines = {"check": {"hops": 4 + 1, "trusted": state["trusted"]}, "queue": {"lane": "email"}}
    found = [{"jsonPayload": line} for event, line in lines.items() if f'event="{event}"' in words[2]]
    print_json(found) if options.get("format") == "json" else print(state["logged"])
elif at("alpha", "monitoring", "alerts", "list"):
    print("")
elif at("storage", "rsync"):
    assert options.keys() >= {"recursive"}
else:
    fail(f"ERROR: (gcloud) Invalid choice: '{command}'.", 2)
write(state)
