"""The way back: everything written out, read in again, and put right after the database was restored."""
