"""The rules: plain Python without Django, clock, files or network."""
