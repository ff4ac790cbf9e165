"""Certificates: computed from verified attendance, numbered without gaps, checked by anybody."""
