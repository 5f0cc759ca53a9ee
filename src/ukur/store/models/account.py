"""Accounts and the duties that give them rights."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from ukur.domain.people import Role
from ukur.store.models.agency import Agency, Unit


class Account(AbstractBaseUser):
    """Someone who can sign in. Rights come from duties, never from the account."""

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200)
    nip = models.CharField(max_length=18, blank=True)
    rank = models.CharField(max_length=100, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = BaseUserManager["Account"]()

    class Meta:
        db_table = "account"

    def __str__(self) -> str:
        return self.name


class DutyRow(models.Model):
    """A penugasan: a role at the agency or at one unit, with its dates."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="duties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="duties")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    acting = models.CharField(max_length=3, blank=True)
    """How the holder signs, by `ukur.domain.people.ACTING`; "" in full."""
    basis = models.CharField(max_length=200, blank=True)
    """The letter that it rests on: surat perintah, keputusan, with its number."""
    given_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="duties_given"
    )
    given_at = models.DateTimeField(null=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )
    """The duty that was handed over to this one."""
    key_name = models.CharField(max_length=100, blank=True)
    """Its key in the key ring; a key is never another holder's."""

    class Meta:
        db_table = "duty"
        constraints = (
            models.UniqueConstraint(
                fields=("key_name",), condition=~models.Q(key_name=""), name="key_of_one_duty"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"
