"""What programs may do at /api/: the same verbs and questions as the pages, in JSON."""
