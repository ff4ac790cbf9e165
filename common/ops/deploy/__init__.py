"""From an empty project to a running campus: the steps of a deployment, each of which looks first what is there."""
