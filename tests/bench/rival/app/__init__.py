"""The rival: the architecture of the paper, one FastAPI container, as people write it.

It works on the product's own tables, so that both sides ask the same database the same things.
"""
