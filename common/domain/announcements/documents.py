"""What the JSON column of an announcement holds."""

# Roles, or the ids of vacancies, by the audience.
Among = list[str]
