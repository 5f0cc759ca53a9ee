"""The outside, each thing behind a port of the domain."""
