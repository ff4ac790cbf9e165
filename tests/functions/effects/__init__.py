"""Scenes for every operation that changes something, and the written list of what each leaves behind."""
