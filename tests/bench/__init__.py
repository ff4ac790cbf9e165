"""Cold starts: each function from its archive, beside a bare function and beside the paper's architecture."""
