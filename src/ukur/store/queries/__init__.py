"""Reading, one file a page: frozen values, never rows."""
