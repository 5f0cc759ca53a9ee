"""How passwords are hashed in tests: as Django does by itself, but stretched once only.

A test signs in and makes accounts by the dozen, and none of their passwords needs to withstand
anybody. That the program itself leaves the stretching to Django is asked in `tests/test_house.py`.
"""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class Unstretched(PBKDF2PasswordHasher):
    """PBKDF2 of one round."""

    iterations = 1
