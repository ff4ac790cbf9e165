"""Cold starts: each function from the staged tree, beside a bare function and beside the paper's architecture."""
