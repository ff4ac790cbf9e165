"""The part of the list in `written` that is about announcements."""

OPERATIONS = {
    "make_announcement": """
        admin announcement.made announcement: new +among +audience +recipients +title
        announcement to owner by email kotak_masuk whatsapp
        wakes announcements
        wakes messages
    """,
    "stop_announcement": """
        admin announcement.stopped announcement: announcement -title
        withdrawn: announcement to owner by email
    """,
}

_SPREAD = """
    announcement to owner by email kotak_masuk whatsapp
    wakes messages
"""
JOBS = {
    "deliver_notifications__sweep__an_announcement": _SPREAD,
    "deliver_notifications__wake__an_announcement": _SPREAD,
}
