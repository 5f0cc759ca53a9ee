"""Steps 1 and 2: the head orders, the secretary disposes."""
