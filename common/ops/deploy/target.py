"""Where a deployment goes, and the names that follow from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from common.ops.build.portal import WEB
from common.ops.checkout import CHECKOUT
from common.ops.deploy.commands import Failed

# In the state's bucket: the state of each environment lies in a folder of its own.
STATES = "si-aslab"
_PROJECT = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
_DOMAIN = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}")
_USUAL = "prod"
_REGION = re.compile(r'^\s*region\s*=\s*"([^"]+)"', re.MULTILINE)
_SCALE = re.compile(r"^\s*scale\s*=\s*(\d+)", re.MULTILINE)
_DEFAULT_REGION = re.compile(r'^variable "region" \{.*?^  default\s*=\s*"([^"]+)"', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Target:
    """One installation of a campus: a Google Cloud project of its own. What is made on the way lies in `folder`."""

    project: str
    environment: str = _USUAL
    domain: str = ""
    folder: Path = CHECKOUT / ".local"
    terraform: Path = CHECKOUT / "terraform"
    web: Path = WEB

    @property
    def state_bucket(self) -> str:
        return f"{self.project}-tfstate"

    @property
    def state_prefix(self) -> str:
        return f"{STATES}/{self.environment}"

    @property
    def tfvars(self) -> str:
        """Relative to `terraform`."""
        return f"environments/{self.environment}.tfvars"

    @property
    def own(self) -> Path:
        """The campus's values, outside of git; they count more than those of the environment."""
        return self.folder / f"{self.project}.tfvars"

    @property
    def build(self) -> Path:
        return self.folder / "build"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def region(self) -> str:
        """As Terraform will read it; the one name that is needed before there are outputs."""
        given = _REGION.search(self._values())
        found = given or _DEFAULT_REGION.search((self.terraform / "variables.tf").read_text())
        if not found:
            raise Failed(f"Neither terraform/{self.tfvars} nor terraform/variables.tf names a region.")
        return found[1]

    def scale(self) -> int:
        """How many times its declared instances each function may have."""
        given = _SCALE.search(self._values())
        return int(given[1]) if given else 1

    def gives(self, variable: str, value: str = "") -> bool:
        """Whether a file of the campus or its environment sets it, to this value if one is named."""
        return bool(re.search(rf"^\s*{variable}\s*=\s*{value}", self._values(), re.MULTILINE))

    def has_domain(self) -> bool:
        """Given, or named by the file of the environment."""
        return bool(self.domain) or self.gives("domain", '"[^"]')

    def _values(self) -> str:
        """What counts more comes first."""
        own = self.own.read_text() if self.own.is_file() else ""
        return own + "\n" + (self.terraform / self.tfvars).read_text()

    def make(self, goal: str, *more: str) -> str:
        """The command of a person, for this place as it was given."""
        environment = "" if self.environment == _USUAL else self.environment
        place = {"PROJECT": self.project, "DOMAIN": self.domain, "ENVIRONMENT": environment}
        return " ".join(["make", goal, *(f"{name}={value}" for name, value in place.items() if value), *more])

    def not_deployed(self) -> Failed:
        return Failed(f"Not deployed yet: {self.make('deploy')}")

    def require_sound(self) -> None:
        """Raises Failed when something was not given, or cannot be meant."""
        if not self.project:
            raise Failed("Which project? PROJECT=its-id")
        if not _PROJECT.fullmatch(self.project):
            raise Failed(f"PROJECT={self.project} is no id of a project (6 to 30 small letters, digits and dashes).")
        if self.domain and not _DOMAIN.fullmatch(self.domain):
            raise Failed(f"DOMAIN={self.domain} is no bare host name such as aslab.kampus.ac.id.")
        if not (self.terraform / self.tfvars).is_file():
            raise Failed(f"ENVIRONMENT={self.environment}: there is no terraform/{self.tfvars}.")
