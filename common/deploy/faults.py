"""What the tools say when they fail, in one line that tells what to do about it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

# What the service says, by gcloud's own line; a program that fell over knows nothing of what is there.
_ABSENT = re.compile(
    r"\(gcloud\.[^)]+\).*(?:\bNOT_FOUND\b|\bnot found\b|\b404\b|matched no objects)"
    r"|SERVICE_DISABLED|has not been used in project|is not enabled"
)
_UNREACHED = re.compile(r"crashed|Max retries|[Hh]ost not found|Unable to find the server|Name or service not known")
_PERMISSION = re.compile(
    r"[Pp]ermission[\s:]*['\[]([a-z]+(?:\.[A-Za-z]+)+)|does not have ([a-z]+(?:\.[A-Za-z]+)+) access"
)
_DENIED = re.compile(r"PERMISSION_DENIED|[Pp]ermission denied|does not have permission|\b403\b|forbidden")
_LOCKED = "Error acquiring the state lock"
_LOCK_ID = re.compile(r"ID:\s+(\S+)")
# By what it says, and what to do then; the first that is found.
_SIGN_INS = {
    re.compile(r"quota project"): "Terraform's credentials name no project: "
    "gcloud auth application-default set-quota-project PROJECT",
    re.compile(r"application-default|default credentials"): "Terraform has no credentials: "
    "gcloud auth application-default login",
    re.compile(r"not currently have an active account|[Rr]eauthentication|invalid_grant"): "Nobody is signed in: "
    "gcloud auth login",
}
# By what is said where it forbids something.
_POLICIES = {
    re.compile(r"permitted customer|iam\.allowedPolicyMemberDomains"): "iam.allowedPolicyMemberDomains",
    re.compile(r"[Pp]ublic access prevention|storage\.publicAccessPrevention"): "storage.publicAccessPrevention",
}
_TAKEN = re.compile(r"bucket name is not available|you already own it")
_ERROR = re.compile(r"^[\s│╷]*(?:ERROR|Error):\s*(.+)$", re.MULTILINE)
_OWNER = "roles/owner"
# By the first word of a permission, and by gcloud's group of commands.
_ROLES = {
    "apigateway": "roles/apigateway.admin",
    "artifactregistry": "roles/artifactregistry.admin",
    "artifacts": "roles/artifactregistry.reader",
    "billing": "roles/billing.viewer",
    "builds": "roles/cloudbuild.builds.editor",
    "cloudbuild": "roles/cloudbuild.builds.editor",
    "cloudscheduler": "roles/cloudscheduler.admin",
    "cloudsql": "roles/cloudsql.admin",
    "compute": "roles/compute.admin",
    "datastore": "roles/datastore.owner",
    "eventarc": "roles/eventarc.admin",
    "iam": "roles/iam.serviceAccountAdmin",
    "monitoring": "roles/monitoring.admin",
    "projects": "roles/browser",
    "resourcemanager": "roles/resourcemanager.projectIamAdmin",
    "run": "roles/run.admin",
    "secretmanager": "roles/secretmanager.admin",
    "secrets": "roles/secretmanager.admin",
    "services": "roles/serviceusage.serviceUsageAdmin",
    "serviceusage": "roles/serviceusage.serviceUsageAdmin",
    "storage": "roles/storage.admin",
}


def is_absence(output: str) -> bool:
    """Whether a tool failed because what it was asked about is not there, or the service that would have it is off."""
    other = _UNREACHED.search(output) or _PERMISSION.search(output) or _sign_in(output)
    return bool(_ABSENT.search(output)) and not other


def explained(words: Sequence[str], output: str) -> str:
    """One line on why the command `words` failed, which said `output`."""
    told = (_policy(output), _permission(output), _sign_in(output), _lock(output))
    reasons = (*told, _taken(words, output), _denied(words, output), _failed(words, output))
    return next(filter(None, reasons))


def _policy(output: str) -> str:
    found = next((name for said, name in _POLICIES.items() if said.search(output)), "")
    need = "forbids what a public campus needs; an admin of the organisation has to allow it for this project."
    return found and f"A policy of the organisation, {found}, {need}"


def _permission(output: str) -> str:
    found = _PERMISSION.search(output)
    permission = (found[1] or found[2]) if found else ""
    service = permission.partition(".")[0]
    return f"The permission {permission} is missing; {_role(service)} has it." if found else ""


def _sign_in(output: str) -> str:
    return next((line for said, line in _SIGN_INS.items() if said.search(output)), "")


def _lock(output: str) -> str:
    if _LOCKED not in output:
        return ""
    found = _LOCK_ID.search(output)
    unlock = f"terraform -chdir=terraform force-unlock {found[1] if found else 'ID'}"
    return f"Another deployment is under way. If none is (one was cut off): {unlock}"


def _taken(words: Sequence[str], output: str) -> str:
    if not _TAKEN.search(output):
        return ""
    why = "the bucket's name is taken by another project, and names are shared by everybody"
    return f"`{_short(words)}` failed: {why}; another PROJECT has another name."


def _denied(words: Sequence[str], output: str) -> str:
    if _DENIED.search(output):
        return f"`{_short(words)}` was denied; {_role(_group(words))} is missing, or the name is wrong."
    return ""


def _failed(words: Sequence[str], output: str) -> str:
    found = _ERROR.search(output)
    return f"`{_short(words)}` failed" + (f": {found[1].strip()}" if found else ".")


def _role(service: str) -> str:
    return _ROLES.get(service, _OWNER)


def _group(words: Sequence[str]) -> str:
    return words[1] if len(words) > 1 and words[0] == "gcloud" else ""


def _short(words: Sequence[str]) -> str:
    """The command without its options."""
    return shlex.join([word for word in words if not word.startswith("-")])
