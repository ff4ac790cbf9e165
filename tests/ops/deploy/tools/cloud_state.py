"""What the stand-ins of gcloud and Terraform have in common: a cloud in a file, and failures that a test asks for."""

import fcntl
import json
import os
import sys
from pathlib import Path

FILE = Path(os.environ["STAND_IN_CLOUD"])
# Held until this call ends: several tools run at once.
TURN = FILE.with_suffix(".lock").open("w")


def read():
    return json.loads(FILE.read_text())


def write(state):
    FILE.write_text(json.dumps(state))


def fail(text, code=1):
    sys.stderr.write(text + "\n")
    sys.exit(code)


def begin(tool):
    """The state, with this call written down; ends here where the test wants this call to fail."""
    fcntl.flock(TURN, fcntl.LOCK_EX)
    state = read()
    call = [tool, *sys.argv[1:]]
    variables = {name: value for name, value in os.environ.items() if name.startswith("TF_VAR_")}
    state["calls"].append({"words": call, "variables": variables})
    wanted = next((one for one in state["failures"] if one["when"] in " ".join(call)), None)
    if wanted:
        wanted["times"] -= 1
        state["failures"] = [one for one in state["failures"] if one["times"] > 0]
    write(state)
    if wanted:
        fail(wanted["says"])
    return state
