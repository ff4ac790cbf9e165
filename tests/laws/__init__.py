"""The laws of the code, each a small test that says what to do about a breach."""
