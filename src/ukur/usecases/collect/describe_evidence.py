"""Step 4: of what kind a piece of evidence is, and where in it the figure stands."""

from ukur.domain.evidence import EvidenceKind, pointer
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import EvidenceRow
from ukur.usecases.collect.laying import beside


def describe_evidence(
    *, evidence_id: int, kind: EvidenceKind, pages: str, actor: Actor, tools: Tools
) -> None:
    """Say what a piece is and where to look; the piece itself stays.

    Raises:
        NotValid: the pointer is too long.
        Refusal: see `ukur.usecases.collect.filling_in.filling_in`.
        EvidenceRow.DoesNotExist: no such piece, or it was taken off.
    """
    kept = pointer(pages)
    row = EvidenceRow.objects.select_related("entry").get(pk=evidence_id, removed_at__isnull=True)
    with beside(row.entry.task_id, row.entry.line_id, actor, tools) as found:
        row = EvidenceRow.objects.get(pk=evidence_id, removed_at__isnull=True)
        if (row.kind, row.pages) == (kind.value, kept):
            found.change.is_idle = True
            return
        was = {"kind": row.kind, "pages": row.pages}
        row.kind, row.pages = kind.value, kept
        row.save(update_fields=["kind", "pages"])
        found.change.note(
            "evidence_described",
            line=found.code,
            name=row.name,
            **{"was": was, "is": {"kind": kind.value, "pages": kept}},
        )
