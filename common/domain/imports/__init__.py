"""Imports of people: a file is read, shown as differences to the accounts there are, and saved when it is confirmed."""
