"""What the tools print when they fail, in one line: what to do where that is certain, else their own error."""

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
# What a service says that was switched on a moment ago, and whose own account is on its way.
_TRANSIENT = re.compile(
    r"has not been used in project|is not enabled|(?:wait|retry|try again) (?:a |in a )?few minutes|Service [Aa]gent"
    r"|[Pp]ermission denied while using the Eventarc|service account .* does not exist|Error 409: .*another operation"
)
_TAKEN = re.compile(r"bucket name is not available|you already own it")
_ERROR = re.compile(r"^[\s│╷]*(?:ERROR|Error):\s*(.+)$", re.MULTILINE)
# By the first word of a permission.
_ADMINS = (
    *("apigateway", "artifactregistry", "cloudscheduler", "cloudsql", "compute"),
    *("eventarc", "monitoring", "run", "secretmanager", "storage"),
)
_ROLES = {
    "billing": "roles/billing.viewer",
    "cloudbuild": "roles/cloudbuild.builds.editor",
    "datastore": "roles/datastore.owner",
    "iam": "roles/iam.serviceAccountAdmin",
    "resourcemanager": "roles/resourcemanager.projectIamAdmin",
    "serviceusage": "roles/serviceusage.serviceUsageAdmin",
    **{service: f"roles/{service}.admin" for service in _ADMINS},
}


def is_absence(output: str) -> bool:
    """Whether a tool failed because what it was asked about is not there, or the service that would have it is off."""
    other = _UNREACHED.search(output) or _PERMISSION.search(output) or _sign_in(output)
    return bool(_ABSENT.search(output)) and not other


def is_transient(output: str) -> bool:
    """Whether the same plan may succeed in some minutes."""
    return bool(_TRANSIENT.search(output))


def explained(words: Sequence[str], output: str) -> str:
    """One line on why the command `words` failed, which said `output`."""
    return _permission(output) or _sign_in(output) or _lock(output) or _taken(output) or _failed(words, output)


def _permission(output: str) -> str:
    found = _PERMISSION.search(output)
    permission = (found[1] or found[2]) if found else ""
    role = _ROLES.get(permission.partition(".")[0], "roles/owner")
    return f"The permission {permission} is missing; {role} has it." if found else ""


def _sign_in(output: str) -> str:
    return next((line for said, line in _SIGN_INS.items() if said.search(output)), "")


def _lock(output: str) -> str:
    if _LOCKED not in output:
        return ""
    found = _LOCK_ID.search(output)
    unlock = f"terraform -chdir=terraform force-unlock {found[1] if found else 'ID'}"
    return f"Another deployment is under way. If none is (one was cut off): {unlock}"


def _taken(output: str) -> str:
    why = "The bucket's name is taken by another project, and names are shared by everybody"
    return f"{why}; another PROJECT has another name." if _TAKEN.search(output) else ""


def _failed(words: Sequence[str], output: str) -> str:
    found = _ERROR.search(output)
    short = shlex.join([word for word in words if not word.startswith("-")])
    return f"`{short}` failed" + (f": {found[1].strip()}" if found else ".")
