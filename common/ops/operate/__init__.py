"""The days after a deployment: look at it, go back, restore, take a copy."""
