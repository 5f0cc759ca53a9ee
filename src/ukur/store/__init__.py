"""Tables and reading them."""
