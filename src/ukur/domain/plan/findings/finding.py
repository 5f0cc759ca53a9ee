"""One thing in a plan that wants a look, with its place and the facts that its sentence names.

    error     stops the import: `ukur.domain.plan.draft.check`
    finding   stops nothing; it is mended in the workbook, or answered with a word

The codes are a closed list; their words stand in `ukur.edge.finding_words`.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from ukur.domain.plan.draft import PlanDraft, Row
from ukur.domain.refusals import Fact

KEY_LENGTH = 32
FEWEST_FOR_ALL = 2
"""From so many rows on, one finding about all of them says more than one about each."""

R = TypeVar("R", bound=Row)


class Group(StrEnum):
    """What a finding is about, in the order in which a planner mends it."""

    TARGETS = "target"
    """Quarters and year, and what a target can be."""
    TREE = "pohon"
    """Goals, indicators, budget lines and units that hang on nothing."""
    MANUAL = "manual"
    """What the manual of an indicator lacks."""
    SMART = "smart"
    """Specific, measurable, achievable, relevant, time-bound."""
    UNITS = "satuan"
    """Unit, factor and direction against the name."""
    MONEY = "uang"
    """Ceilings."""


class FindingCode(StrEnum):
    """Every finding there is."""

    # quarters and year
    SUM_DIFFERS = "sum_differs"
    """The periods of a summed indicator do not add up to the year."""
    QUARTERS_EQUAL_YEAR = "quarters_equal_year"
    """Each period of a summed indicator bears the year's target."""
    LOOKS_TO_DATE = "looks_to_date"
    """Targets that grow up to the year's, of an indicator whose periods are added."""
    LOOKS_IN_PERIOD = "looks_in_period"
    """Targets that add up to the year's, of an indicator whose last value counts."""
    LAST_DIFFERS = "last_differs"
    """The last period is not the year, though the last value counts."""
    MEAN_DIFFERS = "mean_differs"
    MAXIMUM_DIFFERS = "maximum_differs"
    YEAR_OUTSIDE = "year_outside"
    """The year of a ratio lies outside of what its periods can make."""
    QUARTERS_FALL = "quarters_fall"
    """A count since January cannot become smaller."""
    AGAINST_POLARITY = "against_polarity"
    """Targets that become worse from period to period."""
    RANGE_MIXED = "range_mixed"
    TARGET_NOT_DUE = "target_not_due"
    DUE_WITH_HOLE = "due_with_hole"
    """Measured before and after a quarter, but not in it."""
    RENJA_DIFFERS = "renja_differs"
    UNIT_TARGETS_DIFFER = "unit_targets_differ"
    """The targets of the units do not make the agency's."""
    # what a target can be
    TARGET_ZERO = "target_zero_expected"
    """A target of 0 where higher is better."""
    ABOVE_WHOLE = "above_whole"
    """More than 100 %, or more than its factor."""
    PERCENT_AS_FRACTION = "percent_as_fraction"
    """0,15 where 15 % was surely meant."""
    PERCENT_SUMMED = "percent_summed"
    FINER_THAN_SHOWN = "finer_than_shown"
    # the tree
    GOAL_WITHOUT_AIM = "goal_without_aim"
    AIM_WITHOUT_GOAL = "aim_without_goal"
    GOAL_WITHOUT_INDICATOR = "goal_without_indicator"
    GOAL_WITHOUT_PROGRAM = "goal_without_program"
    PROGRAM_WITHOUT_GOAL = "program_without_goal"
    LINE_WITHOUT_INDICATOR = "line_without_indicator"
    LINES_WITHOUT_INDICATOR = "lines_without_indicator"
    INDICATOR_WITHOUT_NODE = "indicator_without_node"
    INDICATORS_WITHOUT_NODE = "indicators_without_node"
    UNIT_IDLE = "unit_idle"
    WEIGHTS_DIFFER = "weights_differ"
    # the manual
    DEFINITION_MISSING = "definition_missing"
    DEFINITION_REPEATS = "definition_repeats"
    FORMULA_UNTOLD = "formula_untold"
    SOURCE_MISSING = "source_missing"
    IN_CHARGE_MISSING = "in_charge_missing"
    MANUALS_MISSING = "manuals_missing"
    """One part of the manual is empty for every indicator."""
    # SMART
    NAME_TWICE = "name_twice"
    NAME_NUMBERED = "name_numbered"
    """Two numbered indicators in one cell."""
    NAME_COMPOUND = "name_compound"
    NAME_IS_GOAL = "name_is_goal"
    NAME_VAGUE = "name_vague"
    NAME_SHORT = "name_short"
    OUTPUT_AS_OUTCOME = "output_as_outcome"
    UNIT_SAYS_NOTHING = "unit_says_nothing"
    PERCENT_NOT_RATIO = "percent_not_ratio"
    YEAR_MISSING = "year_missing"
    TARGET_UNCHANGED = "target_unchanged"
    TARGET_WORSE = "target_worse"
    TARGET_FAR = "target_far"
    # unit, factor, direction
    UNIT_CONTRADICTS_FACTOR = "unit_contradicts_factor"
    FACTOR_UNSAID = "factor_unsaid"
    NAME_CONTRADICTS_UNIT = "name_contradicts_unit"
    FACTOR_UNUSUAL = "factor_unusual"
    UNITS_SPELLED_APART = "units_spelled_apart"
    LOWER_MEANT = "lower_meant"
    """The name tells of something bad, but higher is better."""
    HIGHER_MEANT = "higher_meant"
    # money
    CEILING_IN_OTHER_UNIT = "ceiling_in_other_unit"
    CEILINGS_IN_OTHER_UNIT = "ceilings_in_other_unit"
    CHILDREN_IN_OTHER_UNIT = "children_in_other_unit"
    """The lines below add up to the ceiling but for a factor of a thousand."""
    CHILDREN_DIFFER = "children_differ"
    CEILING_ZERO = "ceiling_zero"


@dataclass(frozen=True)
class Finding:
    """What wants a look: `subject` is the code of the row, empty for a whole sheet."""

    code: FindingCode
    group: Group
    sheet: str
    subject: str
    column: str
    cell: str = ""
    """Sheet and cell; empty where the plan does not come straight from a workbook."""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The cell, or sheet and row as far as they are known."""
        return self.cell or " ".join(part for part in (self.sheet, self.subject) if part)

    @property
    def key(self) -> str:
        """The same for the same finding in every version of a plan; other facts, another key."""
        told = json.dumps(
            [self.code.value, self.sheet, self.subject, self.column, sorted(self.facts.items())],
            ensure_ascii=False,
        )
        return hashlib.sha256(told.encode()).hexdigest()[:KEY_LENGTH]


Check = Callable[[PlanDraft], Iterator[Finding]]


@dataclass(frozen=True)
class Notebook:
    """Writes findings of one group about rows of one sheet."""

    group: Group
    sheet: str

    def about(self, row: Row, column: str, code: FindingCode, /, **facts: Fact) -> Finding:
        cell = row.at.of(column) if row.at.row else ""
        return Finding(code, self.group, self.sheet, row.code, column, cell, facts)

    def about_all(self, column: str, code: FindingCode, /, **facts: Fact) -> Finding:
        return Finding(code, self.group, self.sheet, "", column, "", facts)

    def each_or_all(
        self,
        rows: Sequence[R],
        lacking: Callable[[R], bool],
        column: str,
        codes: tuple[FindingCode, FindingCode],
    ) -> Iterator[Finding]:
        """One finding for each row that lacks something, or one about all when all lack it."""
        found = [row for row in rows if lacking(row)]
        one, every = codes
        if len(found) == len(rows) >= FEWEST_FOR_ALL:
            yield self.about_all(column, every, count=len(found), column=column)
        else:
            for row in found:
                yield self.about(row, column, one, column=column)
