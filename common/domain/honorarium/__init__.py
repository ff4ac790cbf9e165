"""Honoraria: rates, and the sheets that are made from locked months."""
