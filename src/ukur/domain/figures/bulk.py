"""What tables of very many units say of a row, and what figures are made for out of them."""

from enum import StrEnum


class State(StrEnum):
    """How it stands with what a unit was to hand in: the words of the column `status`."""

    GIVEN = "ada"
    MISSING = "kosong"
    NOT_DELIVERED = "tidak_menyampaikan"
    NOT_DUE = "belum_diukur"


class Level(StrEnum):
    """What figures are made for, the smallest first."""

    UNIT = "unit"
    AGENCY = "agency"
    PROVINCE = "province"
    NATION = "nation"
