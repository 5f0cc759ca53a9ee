"""Step 8: the head signs."""
