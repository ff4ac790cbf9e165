"""What the stand-ins of gcloud and Terraform have in common: a cloud in a file, and failures that a test asks for.

Each is started many times, so they import little: reading JSON would take a third of their time.
"""

import fcntl
import marshal
import os
import sys

FILE = os.environ["STAND_IN_CLOUD"]
# Held until this call ends.
TURN = open(f"{FILE}.lock", "w")


def read():
    with open(FILE, "rb") as file:
        return marshal.load(file)


def write(state):
    with open(FILE, "wb") as file:
        marshal.dump(state, file)


def fail(text, code=1):
    sys.stderr.write(text + "\n")
    sys.exit(code)


def begin(tool):
    """The state, with this call written down; ends here where the test wants this call to fail."""
    try:
        fcntl.flock(TURN, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fail("ERROR: gcloud crashed (OperationalError): database is locked")
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
