"""Junk at every address, as everybody: a calm answer and never a 500. `make fuzz` goes on for long."""
