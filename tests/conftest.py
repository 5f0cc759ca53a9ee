"""What all tests share: a data folder of their own, and the tests' word on randomness."""

import os
import tempfile

from hypothesis import settings

if "UKUR_TEST_DATA" not in os.environ:
    os.environ["UKUR_TEST_DATA"] = tempfile.mkdtemp(prefix="ukur-test-")
os.environ["UKUR_DATA"] = os.environ["UKUR_TEST_DATA"]

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")
