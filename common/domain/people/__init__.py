"""Students, lecturers and admins: their accounts, sessions and passwords."""
