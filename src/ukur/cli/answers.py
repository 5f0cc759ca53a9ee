"""What a command answers besides its output: an exit code, and one sentence when it cannot."""

from enum import IntEnum

import click


class Answer(IntEnum):
    """The exit codes of all commands."""

    YES = 0
    """Done; or: yes."""
    NO = 1
    """The answer is no: changed, unsound."""
    COULD_NOT = 2
    """Could not be done: wrong arguments, unreadable file, a rule says no."""


class CouldNot(click.ClickException):
    """The command cannot be carried out; the message is the sentence that says so."""

    exit_code = Answer.COULD_NOT
