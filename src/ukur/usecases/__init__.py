"""What people do, one verb a file; the only writers."""
