"""Step 5: the data is discussed and evaluated."""
