"""The generator: brief and methods in, programmes out. Pure functions, no database, no Django."""
