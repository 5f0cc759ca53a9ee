"""What all tests share: hypothesis draws the same examples every time, and words are there."""

from hypothesis import settings

from ukur.edge.catalogue import ensure_compiled

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")

ensure_compiled()
