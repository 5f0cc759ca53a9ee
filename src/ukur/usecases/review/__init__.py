"""Step 7: the secretary corrects, Ya or Tidak."""
