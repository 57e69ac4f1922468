"""The floor of five: fewer people than this are never shown as a group, anywhere in the house."""

FLOOR = 5  # people
