"""From a read plan to the fields of a document; nothing is added that it does not say. Pure."""

from __future__ import annotations

from content.documents.citations import Citation
from content.documents.fields import DocumentFields, LinkFields
from content.documents.plan import Plan
from content.places import LEVEL_WORDS
from content.vietnamese import fold


def written_place(plan: Plan) -> str:
    """The unit that the issuer governs ("UBND huyện Mẫu" → "huyện Mẫu"), else the place line's."""
    words = (plan.issuer or "").split()
    levels = {fold(word.split()[0]) for names in LEVEL_WORDS.values() for word in names}
    for start, word in enumerate(words):
        if fold(word) in levels and start + 1 < len(words):
            return " ".join(words[start:])
    return plan.place


def without_title(plan: Plan) -> str:
    """The body of an ordinary text without the line that became its title."""
    first, _, rest = plan.body_markdown.partition("\n")
    return (
        rest.strip("\n") if first.lstrip("# *").rstrip("* ") == plan.title else plan.body_markdown
    )


def title_of(plan: Plan) -> str:
    """The title as a page bears it: "V/v mở lớp…" names its subject in the middle of a sentence."""
    return plan.title[:1].upper() + plan.title[1:]


def fields_of_plan(plan: Plan) -> DocumentFields:
    """The document's fields as the plan states them."""
    return DocumentFields(
        number=plan.number,
        kind=plan.kind,
        title=title_of(plan),
        issuer=plan.issuer,
        issued=plan.issued,
        issued_at_place=plan.place,
        signer=plan.signer,
        signer_role=", ".join(filter(None, [plan.signed_for, plan.signer_role])),
        recipients=plan.recipients,
        links=tuple(_link(citation) for citation in plan.citations if _is_sure(citation, plan)),
        poorly_recognised=plan.quality.poor,
    )


def _is_sure(citation: Citation, plan: Plan) -> bool:
    """A garbled text is believed in what it cites by number, not by a name that may be misread."""
    return citation.number is not None or not plan.quality.poor


def _link(citation: Citation) -> LinkFields:
    return LinkFields(
        relation=citation.relation,
        number=citation.number,
        issued=citation.date,
        issuer=citation.issuer,
        title=citation.subject or citation.kind or "",
        quote=citation.quote,
        origin="text",
    )
