"""The words about what wants a look in a plan: what it is, and the way out."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.periods import Period
from ukur.domain.plan.findings.finding import Finding, FindingCode, Group
from ukur.edge.names import period_short

GROUP_WORDS: Mapping[Group, Promise] = {
    Group.TARGETS: _lazy("Targets and periods"),
    Group.TREE: _lazy("Tree of performance"),
    Group.MANUAL: _lazy("Indicator manual"),
    Group.SMART: _lazy("SMART indicators"),
    Group.UNITS: _lazy("Unit and direction"),
    Group.MONEY: _lazy("Budget ceilings"),
}

FINDING_WORDS: Mapping[FindingCode, Promise] = {
    FindingCode.SUM_DIFFERS: _lazy(
        "The periods of {indicator} add up to {found}, but the year has {year}. Correct the "
        "periods or the year."
    ),
    FindingCode.QUARTERS_EQUAL_YEAR: _lazy(
        "Each period of {indicator} bears the year's target {year}, though periods are added:"
        " that would make {found}. Divide the target over the periods, or choose “terakhir”."
    ),
    FindingCode.LOOKS_TO_DATE: _lazy(
        "The targets of {indicator} grow up to the year's {year} as if counted since January,"
        " but periods are added: that would make {found}. Write each period's own target, or "
        "choose “sejak Januari” with “terakhir”."
    ),
    FindingCode.LOOKS_IN_PERIOD: _lazy(
        "The periods of {indicator} add up to the year's {year}, but the last value counts. "
        "Write what is to be reached by the end of each period, or choose “jumlah”."
    ),
    FindingCode.LAST_DIFFERS: _lazy(
        "The target of {indicator} for {last} is {found}, but the year's is {year}, and the "
        "last value counts. Make the two equal."
    ),
    FindingCode.MEAN_DIFFERS: _lazy(
        "The mean of the periods of {indicator} is {found}, but the year has {year}. Correct "
        "the periods or the year."
    ),
    FindingCode.MAXIMUM_DIFFERS: _lazy(
        "The highest period of {indicator} is {found}, but the year has {year}. Correct the "
        "periods or the year."
    ),
    FindingCode.YEAR_OUTSIDE: _lazy(
        "The year's target {year} of {indicator} lies outside of its periods ({found}), which"
        " no sum of numerators and denominators can give. Correct one of them."
    ),
    FindingCode.QUARTERS_FALL: _lazy(
        "What {indicator} counts since January becomes smaller in {period}, which cannot be. "
        "Correct the targets, or choose “periode ini”."
    ),
    FindingCode.AGAINST_POLARITY: _lazy(
        "The target of {indicator} becomes worse in {period}. Correct it or the polarity, or "
        "say why it is so."
    ),
    FindingCode.RANGE_MIXED: _lazy(
        "{indicator} has ranges in some periods and single numbers in others. Write all of "
        "them the same way."
    ),
    FindingCode.TARGET_NOT_DUE: _lazy(
        "{indicator} has the target {target} for {period}, but is not measured then. Delete "
        "the target, or add the period to “diukur pada”."
    ),
    FindingCode.DUE_WITH_HOLE: _lazy(
        "It is measured before and after {period}, but not in it. Add the period, or say why "
        "it is left out."
    ),
    FindingCode.RENJA_DIFFERS: _lazy(
        "The agreement has {found} for {indicator}, the Renja {expected}. Say why it was "
        "changed, or make the two equal."
    ),
    FindingCode.UNIT_TARGETS_DIFFER: _lazy(
        "The targets of the units for {indicator} in {period} make {found}, but the agency's "
        "is {expected}. Correct one of them."
    ),
    FindingCode.TARGET_ZERO: _lazy(
        "With a target of 0 for {indicator} in {period}, where higher is better, there will "
        "be no achievement. Write a target, or take the period out."
    ),
    FindingCode.ABOVE_WHOLE: _lazy(
        "The target {found} of {indicator} for {period} is above {most}, more than the whole."
        " Check number, unit and factor."
    ),
    FindingCode.PERCENT_AS_FRACTION: _lazy(
        "The targets of {indicator} are not above 1 per cent ({found}). If a share was meant,"
        " write 15 for 15 %."
    ),
    FindingCode.PERCENT_SUMMED: _lazy(
        "Percentages are added here, which gives figures such as 200 %. Choose “terakhir” or "
        "“rata-rata”, or collect numerator and denominator."
    ),
    FindingCode.FINER_THAN_SHOWN: _lazy(
        "The target {found} of {indicator} for {period} has more decimals than the {decimals}"
        " that are shown. Raise “desimal” or shorten the target."
    ),
    FindingCode.GOAL_WITHOUT_AIM: _lazy(
        "This sasaran stands under no tujuan. Write the code of its tujuan in “induk”."
    ),
    FindingCode.AIM_WITHOUT_GOAL: _lazy(
        "No sasaran stands under this tujuan. Add one, or delete the tujuan."
    ),
    FindingCode.GOAL_WITHOUT_INDICATOR: _lazy(
        "No indicator measures this. Add one on the sheet Indikator."
    ),
    FindingCode.GOAL_WITHOUT_PROGRAM: _lazy(
        "No program serves this sasaran. Write its code beside a program on the sheet "
        "Anggaran, or say why there is none."
    ),
    FindingCode.PROGRAM_WITHOUT_GOAL: _lazy(
        "This program serves no sasaran. Write the code in “kode sasaran”."
    ),
    FindingCode.LINE_WITHOUT_INDICATOR: _lazy(
        "No indicator measures this line of the budget. Write its code in “kode anggaran” of "
        "an indicator."
    ),
    FindingCode.LINES_WITHOUT_INDICATOR: _lazy(
        "None of the {count} budget lines is measured by an indicator. Fill in “kode "
        "anggaran” on the sheet Indikator."
    ),
    FindingCode.INDICATOR_WITHOUT_NODE: _lazy(
        "This indicator stands below the sasaran, but names neither budget line nor indicator"
        " above it. Fill in “kode anggaran” or “induk”."
    ),
    FindingCode.INDICATORS_WITHOUT_NODE: _lazy(
        "None of the {count} indicators below the sasaran names its budget line or the "
        "indicator above it. Fill in “kode anggaran” or “induk”."
    ),
    FindingCode.UNIT_IDLE: _lazy(
        "{name} has neither an indicator nor a budget line. Assign one, or delete the unit."
    ),
    FindingCode.WEIGHTS_DIFFER: _lazy(
        "The weights of the indicators of this goal make {found}, not 1 or 100. Correct them."
    ),
    FindingCode.DEFINITION_MISSING: _lazy(
        "The manual lacks the operational definition. Fill in “definisi operasional”."
    ),
    FindingCode.DEFINITION_REPEATS: _lazy(
        "The definition only repeats the name. Say what is counted, and what is not."
    ),
    FindingCode.FORMULA_UNTOLD: _lazy(
        "The manual does not say how this score comes about. Fill in “rumus dalam kata”."
    ),
    FindingCode.SOURCE_MISSING: _lazy(
        "The manual does not say where the data come from. Fill in “sumber data”."
    ),
    FindingCode.IN_CHARGE_MISSING: _lazy("Nobody is in charge. Fill in “penanggung jawab”."),
    FindingCode.MANUALS_MISSING: _lazy(
        "“{column}” is empty for all {count} indicators. Fill it in."
    ),
    FindingCode.NAME_TWICE: _lazy(
        "{first} bears the same name. Delete one, or tell the two apart by name."
    ),
    FindingCode.NAME_NUMBERED: _lazy(
        "Two numbered indicators stand in one cell. Give each a row with its own unit and target."
    ),
    FindingCode.NAME_COMPOUND: _lazy("The name holds two measures. Give each a row of its own."),
    FindingCode.NAME_IS_GOAL: _lazy(
        "The name tells a wish, not what is counted. Begin with what is measured, such as "
        "“Persentase …” or “Jumlah …”."
    ),
    FindingCode.NAME_VAGUE: _lazy(
        "“{found}” means something else to everyone. Say in the definition by what it is "
        "recognized."
    ),
    FindingCode.NAME_SHORT: _lazy(
        "“{found}” alone does not say what is measured. Write the name in full."
    ),
    FindingCode.OUTPUT_AS_OUTCOME: _lazy(
        "“{found}” counts what was made, but a {level} is measured by what became better. "
        "Choose an outcome, or move the indicator down."
    ),
    FindingCode.UNIT_SAYS_NOTHING: _lazy(
        "“{found}” is no unit. Write what is counted, such as orang, %, or indeks."
    ),
    FindingCode.PERCENT_NOT_RATIO: _lazy(
        "A percentage is collected here as one number, which nobody can check. Choose “rasio”"
        " and name numerator and denominator."
    ),
    FindingCode.YEAR_MISSING: _lazy(
        "It is not measured over the year. Add “Tahun” to “diukur pada”, with a target."
    ),
    FindingCode.TARGET_UNCHANGED: _lazy(
        "The target {found} of {indicator} is what was there before ({before}). Raise it, or "
        "say why it stays."
    ),
    FindingCode.TARGET_WORSE: _lazy(
        "The target {found} of {indicator} is worse than what was there before ({before}). "
        "Check it, or say why."
    ),
    FindingCode.TARGET_FAR: _lazy(
        "The target {found} of {indicator} is far from what was there before ({before}). "
        "Check the number and its unit."
    ),
    FindingCode.UNIT_CONTRADICTS_FACTOR: _lazy(
        "The unit says “{found}”, but the factor is {factor}. Make the two agree."
    ),
    FindingCode.FACTOR_UNSAID: _lazy(
        "The unit “{found}” does not say that the quotient is multiplied by {factor}. Write %"
        " or per {factor}."
    ),
    FindingCode.NAME_CONTRADICTS_UNIT: _lazy(
        "The name and the unit “{found}” say different things. Make the two agree."
    ),
    FindingCode.FACTOR_UNUSUAL: _lazy(
        "This rate is usually counted per {usual}, but the factor is {factor}. Check factor "
        "and unit."
    ),
    FindingCode.UNITS_SPELLED_APART: _lazy(
        "“{found}” ({count} times) and “{usual}” are one unit. Write it one way."
    ),
    FindingCode.LOWER_MEANT: _lazy(
        "Less “{found}” is better, but the polarity says higher is better. Choose “negatif”, "
        "or say it in the name."
    ),
    FindingCode.HIGHER_MEANT: _lazy(
        "More “{found}” is better, but the polarity says lower is better. Choose “positif”, "
        "or say it in the name."
    ),
    FindingCode.CEILING_IN_OTHER_UNIT: _lazy(
        "{found} among ceilings in full rupiah looks like thousands or millions. Write the "
        "amount in rupiah."
    ),
    FindingCode.CEILINGS_IN_OTHER_UNIT: _lazy(
        "The largest ceiling is {found}; all seem to be in thousands or millions. Write them "
        "in rupiah."
    ),
    FindingCode.CHILDREN_IN_OTHER_UNIT: _lazy(
        "The ceiling is {found}, the lines below it make {expected}: thousands or millions "
        "stand beside full rupiah. Write all in rupiah."
    ),
    FindingCode.CHILDREN_DIFFER: _lazy(
        "The ceiling is {found}, but the lines below it add up to {expected}. Correct one of them."
    ),
    FindingCode.CEILING_ZERO: _lazy("The ceiling is 0. Write the amount, or delete the line."),
}
"""The sentence of each finding, with its facts in braces."""


def finding_sentence(finding: Finding) -> str:
    """What wants a look and the way out, as one or two sentences."""
    facts = {
        name: period_short(Period(str(value))) if name in ("period", "last") else value
        for name, value in finding.facts.items()
    }
    return str(FINDING_WORDS[finding.code]).format_map(facts)


def group_words(group: Group) -> str:
    return str(GROUP_WORDS[group])
