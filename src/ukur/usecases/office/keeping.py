"""What only the pengelola may do."""

from ukur.domain.people import Actor, NotTheKeeper, Role


def check_is_keeper(actor: Actor) -> None:
    """Nothing, if the actor is pengelola.

    Raises:
        NotTheKeeper: somebody else.
    """
    if not actor.has(Role.KEEPER):
        raise NotTheKeeper
