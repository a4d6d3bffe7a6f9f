"""An official document read from its text: metadata, body as Markdown, citations. Pure.

Nothing is guessed: what the text does not say is None, and a note says so. Every word of the text
stands in the body, in a named field, or in `removed`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from content.documents import citations
from content.documents.citations import Citation
from content.documents.dates import PartialDate
from content.documents.foot import Foot, read_foot
from content.documents.head import Head, read_head
from content.documents.keys import display_issuer, document_key
from content.documents.lines import Layout, Line, Removed, lay_out
from content.documents.marks import is_picture, words_alone
from content.documents.outline import Body, Section, write_body
from content.documents.quality import Quality, measure
from content.vietnamese import UPPER, tidy

_LONGEST_TITLE = 300
_MOST_OF_LINE = 2_000
_ISSUES = re.compile(
    r"(?<!của )((?:[Ủủ]y ban nhân dân|[Uu]ỷ ban nhân dân|UBND)\s+(?:xã|phường|thị trấn|thị xã|huyện"
    rf"|quận|thành phố|tỉnh|đặc khu)(?:\s+[{UPPER}][\w’'-]*){{1,4}})\s+(?:ban hành|xây dựng)\b"
)
# A title and the words under it, up to the next heading.
_FIRST_SECTION = re.compile(r"(?:\s*#[^\n]*\n)?(?:(?!#)[^\n]*\n)*(?=#)")


@dataclass(frozen=True, slots=True)
class Plan:
    """One text as it was read. Without the head of an official document `official` is False.

    head_lines, foot_lines: lines above and below the body as they stand, from which the fields
    were read. issued: partial where a part is blank. sections: the outline, in order. notes:
    Vietnamese sentences on what is unclear.
    """

    number: str | None
    kind: str | None
    title: str
    issuer: str | None
    issuer_raw: str
    place: str
    issued: PartialDate | None
    recipients: tuple[str, ...]
    signer: str | None
    signer_role: str
    signed_for: str
    sections: tuple[Section, ...]
    body_markdown: str
    citations: tuple[Citation, ...]
    removed: tuple[Removed, ...]
    head_lines: tuple[str, ...]
    foot_lines: tuple[str, ...]
    notes: tuple[str, ...]
    quality: Quality
    official: bool

    @property
    def key(self) -> str:
        """The key of this document among documents, see `keys.document_key`."""
        return document_key(self.number, self.issued, self.issuer, self.title)


def parse(text: str, *, name: str = "", markdown: bool | None = None) -> Plan:
    """Read a text (form feeds between pages, if any); any text can be read.

    name: of the file, for a title where the text has none. markdown: whether the text is Markdown;
    None when only the text itself can tell.
    """
    quality = measure(text)
    layout = lay_out(text, markdown)
    head = read_head(layout, poor=quality.poor)
    if not head.official:
        return _ordinary(text, layout, quality, name)
    after = layout.lines[head.end :]
    foot = read_foot(after)
    rest = [*after[: foot.start], *foot.between, *after[foot.end :]]
    body = write_body([*head.lead, *rest], layout)
    read_from_text = _issuer_from_text(head, body)
    cited = _citations(head, body, quality)
    return Plan(
        number=head.number,
        kind=head.kind,
        title=head.title or name,
        issuer=head.issuer,
        issuer_raw=head.issuer_raw,
        place=head.place,
        issued=head.issued,
        recipients=tuple(foot.recipients),
        signer=foot.signer,
        signer_role=foot.signer_role,
        signed_for=foot.signed_for,
        sections=tuple(body.sections),
        body_markdown=body.markdown,
        citations=tuple(cited),
        removed=(*layout.removed, *head.removed, *body.removed, *foot.removed),
        head_lines=tuple(head.lines),
        foot_lines=tuple(foot.lines),
        notes=tuple(_notes(head, foot, quality, read_from_text)),
        quality=quality,
        official=True,
    )


def _issuer_from_text(head: Head, body: Body) -> bool:
    """Without a letterhead the text itself may say who issues: "UBND huyện Mẫu ban hành …"."""
    if head.organs:
        return False
    found = _ISSUES.search(body.markdown[: body.preamble_end])
    if found:
        head.issuer_raw = found.group(1)
        head.issuer = display_issuer(found.group(1))
    return found is not None


def _citations(head: Head, body: Body, quality: Quality) -> list[Citation]:
    source = citations.Source(
        body.markdown, body.preamble_end, head.issuer, head.number, poor=quality.poor
    )
    title = citations.Source(
        head.title, 0, head.issuer, head.number, poor=quality.poor, is_title=True
    )
    return citations.merge([*citations.read_citations(source), *citations.read_citations(title)])


def _ordinary(text: str, layout: Layout, quality: Quality, name: str) -> Plan:
    """A text that is no official document: every word in the body, the first line as title."""
    removed: tuple[Removed, ...] = ()
    if layout.marked:
        # Somebody wrote this Markdown: it stays as it stands.
        markdown = tidy(text).strip("\n")
        first = _FIRST_SECTION.match(markdown)
        preamble_end = first.end() if first else len(markdown)
        headings = [(line, _shown(line, layout)) for line in layout.lines if line.heading]
        sections = [Section(max(2, line.heading), "", words) for line, words in headings if words]
    else:
        body = write_body(layout.lines, layout)
        markdown, sections, preamble_end = body.markdown, body.sections, body.preamble_end
        removed = (*layout.removed, *body.removed)
    cited = citations.read_citations(citations.Source(markdown, preamble_end, poor=quality.poor))
    return Plan(
        number=None,
        kind=None,
        title=_first_title(layout) or name,
        issuer=None,
        issuer_raw="",
        place="",
        issued=None,
        recipients=(),
        signer=None,
        signer_role="",
        signed_for="",
        sections=tuple(sections),
        body_markdown=markdown,
        citations=tuple(cited),
        removed=removed,
        head_lines=(),
        foot_lines=(),
        notes=tuple(_poor_note(quality)),
        quality=quality,
        official=False,
    )


def _first_title(layout: Layout) -> str:
    first = ""
    for line in layout.lines:
        if first and not line.heading:
            continue
        shown = _shown(line, layout)
        if re.search(r"\w", shown):
            first = shown
            if line.heading:
                break
    if len(first) <= _LONGEST_TITLE:
        return first
    return first[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def _shown(line: Line, layout: Layout) -> str:
    """The line as a title shows it; no more of it than a title can hold."""
    if not layout.marked:
        return line.bare
    return "" if is_picture(line.text) else words_alone(line.inner[:_MOST_OF_LINE])


def _notes(head: Head, foot: Foot, quality: Quality, read_from_text: bool) -> list[str]:
    """What a person should look at, one sentence each."""
    notes = list(_poor_note(quality))
    if head.number is None:
        blank = "Số văn bản để trống trong bản gốc: ghi là chưa rõ."
        notes.append(blank if head.number_blank else "Không thấy số văn bản: ghi là chưa rõ.")
    if head.issued is None:
        notes.append("Không thấy ngày ban hành: ghi là chưa rõ.")
    elif head.issued.day is None:
        notes.append(f"Ngày ban hành không ghi đủ: {head.issued.shown()}.")
    if head.issuer is None:
        notes.append("Không thấy cơ quan ban hành: ghi là chưa rõ.")
    elif read_from_text:
        notes.append(f"Cơ quan ban hành không ghi ở đầu văn bản; lấy theo lời văn: {head.issuer}.")
    if not head.title:
        notes.append("Không thấy trích yếu: tên văn bản lấy theo tên tệp, hãy ghi lại.")
    if foot.signer is None:
        notes.append("Không thấy tên người ký.")
    return notes


def _poor_note(quality: Quality) -> list[str]:
    if not quality.poor:
        return []
    share = f"{100 * quality.share_of_valid_syllables:.0f}"
    return [
        f"Văn bản nhận dạng kém: chỉ {share} % âm tiết đúng chính tả; hãy đối chiếu với bản gốc."
    ]
