"""The part of the list in `written` that is about imports of people."""

OPERATIONS = {
    # Imports: read, and saved when they are confirmed, by the function that their signal wakes.
    "start_import": """
        admin import.started import: new +role=mahasiswa
        wakes imports
    """,
    "match_columns": "wakes imports",
    "confirm_import": """
        account_created to somebody else's at the new address by email
        admin import.confirmed import: impor +added +changed +invited +refused
        admin import.finished import: impor +added +changed +refused +unchanged
        admin person.added person: somebody else's +email=the new address +name +number +program=None \
            +role=mahasiswa +whatsapp=None
        wakes imports
        wakes messages
        account: Baris 2, mahasiswa
        import: selesai
    """,
}

JOBS = {
    "import_people__sweep": """
        admin import.finished import: impor +added +changed +refused +unchanged
        import: selesai
    """,
    "import_people__wake": """
        admin import.finished import: impor +added +changed +refused +unchanged
        import: selesai
    """,
}
