"""What wants a look in a plan: nothing here stops an import, and everything can be answered."""
