"""Announcements of admins: written once, spread to many by the queue, within the limits of each channel."""
