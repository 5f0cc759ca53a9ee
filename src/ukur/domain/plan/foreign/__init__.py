"""Tables that others made, read as a plan once their columns are mapped."""
