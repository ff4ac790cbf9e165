"""Figures over all the nouns; they read, and change nothing."""
