"""Aslab: the accounts made from accepted students, and their contracts from activation to the end."""
