"""Thin commands; their words, ours and click's, come from the one catalogue."""

from ukur.cli.words import speak

speak()
