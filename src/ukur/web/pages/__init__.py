"""One file a page or a step."""
