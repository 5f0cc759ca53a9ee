"""Ukur: performance measurement of government agencies, run by their own SOP."""
