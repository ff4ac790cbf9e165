"""Vacancies, applications and the open selection between them."""
