"""The plan: what was promised, from five years down to a quarter, and how it is brought in."""
