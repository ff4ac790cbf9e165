"""Figures over all the nouns; they change nothing but how their own counts are kept."""
