"""Step 4: a link is laid beside a figure, with the hash of what it gave at that moment."""

from urllib.parse import urlsplit

from ukur.domain.evidence import LinkState, OfferedLink, link_address, pointer
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import EvidenceRow
from ukur.usecases.collect.laying import beside, check_new

_LONGEST_TITLE = 200


def attach_link(
    *, task_id: int, line_id: int, link: OfferedLink, actor: Actor, tools: Tools
) -> int:
    """Ask the link once and name it beside the line, reached or not; the id of the evidence.

    Raises:
        NotValid: it is no link, is there already, there are too many, or the pointer is too long.
        Refusal: see `ukur.usecases.collect.filling_in.filling_in`.
        Entry.DoesNotExist: the unit does not fill in that line.
    """
    url, pages = link_address(link.url), pointer(link.pages)
    title = " ".join(link.title.split())[:_LONGEST_TITLE] or urlsplit(url).netloc[:_LONGEST_TITLE]
    with beside(task_id, line_id, actor, tools) as found:
        # Whoever may not write here must not make this machine knock anywhere.
        check_new(found.entry, "url", url=url)
        found.change.is_idle = True
    given = tools.links.fetch(url)
    state = LinkState.HASHED if given else LinkState.UNREACHED
    with beside(task_id, line_id, actor, tools) as found:
        check_new(found.entry, "url", url=url)
        row = EvidenceRow.objects.create(
            entry=found.entry,
            name=title,
            url=url,
            link_state=state,
            media_type=given.media_type if given else "",
            size=given.size if given else 0,
            sha256=given.sha256 if given else "",
            kind=link.kind,
            pages=pages,
            added_at=found.change.now,
            added_by_id=actor.account_id,
        )
        found.change.note(
            "link_attached",
            line=found.code,
            url=url,
            state=state.value,
            sha256=row.sha256,
            kind=link.kind.value,
            pages=pages,
        )
    return row.pk
