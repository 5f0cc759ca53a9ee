"""Backups of a whole installation."""
