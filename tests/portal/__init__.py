"""The portal in a browser: what people see and do, against the whole system."""
