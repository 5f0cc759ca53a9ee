"""Writing an SOP, and putting it in force."""
