"""The office clock: reminding, and pausing a step that waits for others."""
