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

    class Meta:
        db_table = "duty"

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"
