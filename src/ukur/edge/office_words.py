"""The words about setting up, passwords and backups."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

REFUSAL_WORDS: Mapping[str, Promise] = {
    "account_unknown": _lazy(
        "There is no account “{username}” that may sign in. Check how it is written."
    ),
}

PROBLEM_WORDS: Mapping[str, Promise] = {
    "too_long_for_field": _lazy("This is too long; at most {limit} characters fit."),
    "offset_unknown": _lazy("Choose 7 for WIB, 8 for WITA or 9 for WIT."),
    "mode_unknown": _lazy("An agency is real, sample or trial."),
    "password_too_short": _lazy("The password needs at least {min_length} characters."),
    "password_too_common": _lazy("Many people use this password. Choose another one."),
    "password_too_similar": _lazy("The password is too much like the name. Choose another one."),
    "password_weak": _lazy("The password is too easy to guess. Choose another one."),
    "backup_unreadable": _lazy("This is not a backup of Ukur, or it is damaged."),
    "backup_member_damaged": _lazy("This file in the backup is damaged. Use another backup."),
    "backup_member_missing": _lazy("This file is missing in the backup. Use another backup."),
    "backup_member_unknown": _lazy(
        "This file does not belong into a backup. Nothing was brought back."
    ),
    "backup_of_other_version": _lazy(
        "The backup is of the tables {theirs}, this program has {ours}. Install the version that "
        "made it, bring it back there, then install the newer one."
    ),
}
