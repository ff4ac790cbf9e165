"""The staged tree: what is in it, and that each function and the migration run from it with nothing else around."""
