"""The arithmetic: from Indonesian notation to an exact value or a reason."""
