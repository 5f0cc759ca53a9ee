"""Step 9: staff archive for the SAKIP assessment."""
