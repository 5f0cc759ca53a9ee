"""Step 4: the units fill in, Tim SAKIP verifies."""
