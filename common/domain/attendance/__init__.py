"""Attendance with photo proof: recorded once a day per contract, verified by the lecturer."""
