"""Servers that sign people in: a certified one, and one that forges."""
