"""Step 6: the planner drafts the document."""
