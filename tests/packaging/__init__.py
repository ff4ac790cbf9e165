"""The archives: what is in them, and that each one runs with nothing else around."""
