"""Keys, seals and the verdict on a PDF."""
