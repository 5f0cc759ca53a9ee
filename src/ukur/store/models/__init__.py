"""The tables, one file a noun."""

from ukur.store.models.account import Account, DutyRow
from ukur.store.models.agency import Agency, CalendarYear, Holiday, SpecialHoursRow, Unit
from ukur.store.models.agreement import AgreementEventRow, AgreementRow
from ukur.store.models.api_token import ApiToken
from ukur.store.models.attachment import StepAttachment, StepNote
from ukur.store.models.balance import OpeningBalanceRow
from ukur.store.models.correction import EntryCorrectionRow
from ukur.store.models.cycle import Cycle
from ukur.store.models.discussion import Evaluation, Narrative, Remark
from ukur.store.models.finding import FindingAnswer
from ukur.store.models.form import (
    BudgetEntry,
    Entry,
    EvidenceRow,
    FormLine,
    ReturnLineRow,
    Submission,
    UnitReminder,
    UnitTask,
)
from ukur.store.models.journal import Attempt, EventRow
from ukur.store.models.letter import Disposition, DispositionTo, IncomingLetter, Letter
from ukur.store.models.mapping import MappingRow, StagedTable
from ukur.store.models.notice import Notice, StepPause
from ukur.store.models.office_event import OfficeEventRow
from ukur.store.models.paper import PackageRow, PaperRow
from ukur.store.models.plan import (
    AssignmentRow,
    BudgetLine,
    Goal,
    IndicatorRow,
    NodeLinkRow,
    PlanVersion,
    TargetRow,
    UnitTargetRow,
)
from ukur.store.models.procedure import ProcedureDraft, ProcedureVersion, RuleSetVersion
from ukur.store.models.renstra import (
    RenstraGoalRow,
    RenstraIndicatorRow,
    RenstraTargetRow,
    RenstraVersion,
)
from ukur.store.models.run import Run, StepRun
from ukur.store.models.source import SourceImport, SourceMap

__all__ = [
    "Account",
    "Agency",
    "AgreementEventRow",
    "AgreementRow",
    "ApiToken",
    "AssignmentRow",
    "Attempt",
    "BudgetEntry",
    "BudgetLine",
    "CalendarYear",
    "Cycle",
    "Disposition",
    "DispositionTo",
    "DutyRow",
    "Entry",
    "EntryCorrectionRow",
    "Evaluation",
    "EventRow",
    "EvidenceRow",
    "FindingAnswer",
    "FormLine",
    "Goal",
    "Holiday",
    "IncomingLetter",
    "IndicatorRow",
    "Letter",
    "MappingRow",
    "Narrative",
    "NodeLinkRow",
    "Notice",
    "OfficeEventRow",
    "OpeningBalanceRow",
    "PackageRow",
    "PaperRow",
    "PlanVersion",
    "ProcedureDraft",
    "ProcedureVersion",
    "Remark",
    "RenstraGoalRow",
    "RenstraIndicatorRow",
    "RenstraTargetRow",
    "RenstraVersion",
    "ReturnLineRow",
    "RuleSetVersion",
    "Run",
    "SourceImport",
    "SourceMap",
    "SpecialHoursRow",
    "StagedTable",
    "StepAttachment",
    "StepNote",
    "StepPause",
    "StepRun",
    "Submission",
    "TargetRow",
    "Unit",
    "UnitReminder",
    "UnitTargetRow",
    "UnitTask",
]
