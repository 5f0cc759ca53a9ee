"""The plan: bringing it in."""
