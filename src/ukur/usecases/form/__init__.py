"""Step 3: the planner makes the format."""
