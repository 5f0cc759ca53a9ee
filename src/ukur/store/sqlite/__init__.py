"""SQLite as Django knows it, whose writers take turns."""
