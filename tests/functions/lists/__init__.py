"""Rows for every list that the system shows: for its order, its pages and its filters."""
