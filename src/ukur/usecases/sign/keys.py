"""How the key of a duty is called."""

from ukur.domain.people import Role


def key_name(agency_code: str, role: Role) -> str:
    """The name of the duty's key in the key ring: keys belong to duties, not to people."""
    return f"{agency_code}-{role.value}"
