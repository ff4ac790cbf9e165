"""Files inspected by their content, photos made fit to keep, certificates drawn.

Import the module you need: each is heavy in its own way.
"""
