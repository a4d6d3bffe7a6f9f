"""Which documents a text cites, and as what: its ground, its task, what it replaces. Pure."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from content.documents import written_dates
from content.documents.dates import PartialDate
from content.documents.keys import (
    KINDS,
    display_issuer,
    is_nameless_council,
    issuer_key,
    issuer_of,
    kind_of,
    level_of,
    number_key,
    without_doubled_letter,
)
from content.documents.marks import blanked
from content.vietnamese import fold

# From the strongest to the weakest; one citation a document, with the strongest relation.
STRENGTH = ("replaces", "amends", "based_on", "implements", "mentions")

_NUMBER = re.compile(
    r"(?<![\w/.-])(?:"
    r"\d{1,4}\s?-\s?(?:[A-ZĐ]{2,3}|QyĐ|CTr)\s?/\s?[A-ZĐ]{2,5}(?:-[A-Z]+)?"
    r"|\d{1,5}[a-zA-Z]?\s?(?:/\s?(?:19|20)\d{2}\s?)?/\s?"
    r"[A-ZĐ][A-Za-zĐđ&]+\d*(?:\s?-\s?[A-ZĐƯ][A-Za-zĐđƯư&]*\d*)*"
    r")(?![\w/])"
)
_BY_FOLD = {fold(kind): kind for kind in KINDS}
_KIND_WORDS = "|".join(sorted(_BY_FOLD, key=len, reverse=True))
_NEAR = 12  # characters between a law's name and its number
_MOST_CITATIONS = 2_000  # more than any document has; keeps a hostile text cheap
_MOST_NEAR = 50
_MOST_COMPARED = 20_000
# The kind before a number; a scan gives "s6", "sé" for "số".
_KIND_BEFORE = re.compile(
    rf"\b({_KIND_WORDS})\s*(?:lien tich\s*)?(?:s[a-z0-9]{{1,2}}\s*[:.]?\s*)?$"
)
_DATE_AFTER = re.compile(rf"\s*[,(]?\s*(?:ky |ban hanh )?{written_dates.DATE.pattern}\)?")
_OF = re.compile(r"\s*,?\s*(?:c(?:u|t|ti|i|ii|ui|tu)a|do)\s+")
# Many write it small, and TCVN3 has no Ủ.
_COUNCIL = re.compile(r"(?:chu tich )?(?:uy ban|hoi dong) nhan dan\b")
_ISSUER_END = re.compile(
    r"[;.:()“”\"\n*]|,(?! thể thao)"
    r"|\s+(?:về|v[éèêe]|v/v|ban h[àa]nh|ph[êe] duy[ệe]t|quy định|hướng dẫn|sửa đổi"
    r"|th[ựuư]c h[ệeiéê]+n|triển khai|đẩy mạnh|công nhận|thành lập|kiện toàn|tại|để|đến|thì|là|đã"
    r"|được|ngày|ngay|giao|trên|nhằm|trong|có"
    r"|và (?:các )?(?:kế hoạch|quyết định|công văn|nghị quyết|chỉ thị|thông tư|nghị định"
    r"|hướng dẫn|luật))(?=[\s;,.]|$)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\s*,?\s*(?:(?P<about>về việc|v[ềéèêe] vi[ệeé]c|về|v[éèê]|v/v)"
    r"|(?=ban h[àa]nh|ph[êe] duy[ệe]t|quy định|hướng dẫn|sửa đổi|công nhận|triển khai|đẩy mạnh"
    r"|thành lập))\s*(?=[^\s;.,])",
    re.IGNORECASE,
)
_SUBJECT_END = re.compile(
    r";|\n|\./\.|\.(?=\s|$)|\s\((?=gọi|sau đây)"
    r"|(?:,|(?<=[”\"]))\s+"
    r"(?=(?:[Ủủ]y ban|[Uu]ỷ ban|UBND|Hội|Phòng|Sở|Ban) [^,;.“”]{0,80}(?:ban hành|xây dựng)\b)"
)
# What joins a document to the next one is no part of what it is about.
_JOINT = re.compile(r"(?:[\s,;*]|\b(?:và|cùng|theo|tại|của|các)\b)+$")
_LAW = re.compile(r"\b(?:Bộ luật|B[ộo] lu[ậa]t|Lu[ậaạâ4]t)\s+(?=[A-ZĐ]|sửa đổi)")
_LAW_WORD = re.compile(r"\s*(,\s+(?=chống|bổ sung|khen thưởng|đối thoại))?([^\W\d_]+)")
_LAW_END = re.compile(
    r"(?:ngay|nam|so|quy|hien|nay|duoc|da|thi|la|theo|co|tai|trong|nhu|cung|bo|giao|can|voi|khi)"
)
_GROUND = re.compile(r"^\W*can c(?:u|tr|ur|t)\b")
_TASK = re.compile(r"^\W*(?:de |tiep tuc |trien khai |to chuc )*th\w{1,4} hi\w{1,3}n\b")
_REPLACES = re.compile(r"\b(?:thay the|bai bo|huy bo)\b")
_AMENDS = re.compile(r"\b(?:sua doi|bo sung)\b")
_EXPIRES = re.compile(r"\bhet hieu luc\b")
_STOP = re.compile(r"[.;] ")
_PART = re.compile(r"\b(?:dieu|khoan|diem|muc|phu luc)\s+\d")


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the text cites, by what the text says of it.

    relation: one of `STRENGTH`. quote: the citing words. offset: where the quote begins in the
    body's Markdown, or -1 for the title. subject: what the cited document is about.
    """

    number: str | None
    kind: str | None
    date: PartialDate | None
    issuer: str | None
    subject: str | None
    relation: str
    quote: str
    offset: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where citations are read: Markdown, where its preamble ends, and who wrote it."""

    text: str
    preamble_end: int = 0
    issuer: str | None = None
    number: str | None = None
    poor: bool = False
    is_title: bool = False


def read_citations(source: Source) -> list[Citation]:
    """Every cited document once, in the order of the text."""
    found: list[Citation] = []
    for start, end in _paragraphs(source.text):
        found += _in_paragraph(source, start, end)
    own = number_key(source.number)
    return merge(c for c in found if not (own and number_key(c.number) == own))


def merge(citations: Iterable[Citation]) -> list[Citation]:
    """One citation a document: the first place, the strongest relation, what any of them knows."""
    merged: list[Citation] = []
    by_number: dict[str, list[int]] = defaultdict(list)  # laws without a number stand under ""
    places: dict[tuple[object, ...], int | None] = {}  # where the same words went before
    left = _MOST_COMPARED
    for citation in citations:
        words = (citation.number, citation.kind, citation.date, citation.issuer, citation.subject)
        near = by_number[number_key(citation.number)][:_MOST_NEAR]
        if words not in places and left > 0:
            left -= len(near)
            places[words] = next((i for i in near if _is_same(merged[i], citation)), None)
        same = places.get(words)
        if same is not None:
            merged[same] = _joined(merged[same], citation)
        elif len(merged) < _MOST_CITATIONS:
            places[words] = len(merged)
            by_number[number_key(citation.number)].append(len(merged))
            merged.append(citation)
    return merged


def _is_same(one: Citation, other: Citation) -> bool:
    if one.number and other.number:
        agree = _agrees(one.date, other.date)
        issuers = _agrees(issuer_key(one.issuer) or None, issuer_key(other.issuer) or None)
        return number_key(one.number) == number_key(other.number) and agree and issuers
    if one.kind != other.kind or one.kind != "luật" or not _agrees(one.date, other.date):
        return False
    names = fold(one.subject or ""), fold(other.subject or "")
    if names[0] == names[1]:
        return True
    likeness = SequenceMatcher(None, *names)  # a scan spells one name in several ways
    return likeness.real_quick_ratio() > 0.9 and likeness.ratio() > 0.9


def _agrees(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _joined(one: Citation, other: Citation) -> Citation:
    strong, weak = one, other
    if STRENGTH.index(other.relation) < STRENGTH.index(one.relation):
        strong, weak = other, one
    return replace(
        strong,
        number=strong.number or weak.number,
        kind=strong.kind or weak.kind,
        date=strong.date or weak.date,
        issuer=strong.issuer or weak.issuer,
        subject=strong.subject or weak.subject,
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"[^\n]+", text):
        yield found.span()


@dataclass(slots=True)
class _Place:
    """A citation being read: where its words begin and end, and what was read of it."""

    start: int
    end: int
    number: str | None = None
    kind: str | None = None
    name: str | None = None  # of a law
    date: PartialDate | None = None
    issuer: str | None = None
    subject: str | None = None
    nested: bool = False  # inside the subject of the citation before


def _in_paragraph(source: Source, start: int, end: int) -> list[Citation]:
    shown = source.text[start:end]
    text = blanked(shown)
    folded = fold(text)
    places = _places(text, folded)
    stops = [found.start() for found in _STOP.finditer(folded)]
    covered = 0
    for index, place in enumerate(places):
        place.nested = place.start < covered
        limit = places[index + 1].start if index + 1 < len(places) else len(text)
        _read_date(folded, place)
        _read_issuer(text, folded, place, source)
        _read_date(folded, place)
        covered = max(covered, _read_subject(text, place, limit))
    preamble = start < source.preamble_end or source.is_title
    return [
        Citation(
            number=place.number,
            kind=place.kind,
            date=place.date,
            issuer=place.issuer,
            subject=_spaced(place.subject or place.name),
            relation=_relation(folded, stops, place, previous, preamble=preamble),
            quote=shown[place.start : place.end].strip(),
            offset=-1 if source.is_title else start + place.start,
        )
        for previous, place in itertools.pairwise([None, *places])
        if place is not None
    ]


def _spaced(words: str | None) -> str | None:
    return re.sub(r"\s{2,}", " ", words) if words else None


def _places(text: str, folded: str) -> list[_Place]:
    """Numbers with their kinds, and laws by their names, in the order of the text."""
    laws = [law for found in _LAW.finditer(text) if (law := _law(text, found))]
    by_end = {law.end: law for law in laws}
    places = list(laws)
    for found in _NUMBER.finditer(text):
        number = re.sub(r"\s*([/-])\s*", r"\1", found.group())
        ends = range(found.start(), max(-1, found.start() - _NEAR), -1)
        law = next(
            (by_end[e] for e in ends if e in by_end and _joins(folded, e, found.start())), None
        )
        if law and law.number is None:
            law.number, law.end = number, found.end()
            continue
        before = _KIND_BEFORE.search(folded, max(0, found.start() - 40), found.start())
        kind = _BY_FOLD[before.group(1)] if before else kind_of(number)
        number = without_doubled_letter(number, kind)
        begin = before.start() if before else found.start()
        places.append(_Place(begin, found.end(), number, kind))
    return sorted(places, key=lambda place: place.start)


def _joins(folded: str, end: int, start: int) -> bool:
    """Only "số" stands between a law's name and its number."""
    return bool(re.fullmatch(r"\s*,?\s*(?:so:?)?\s*", folded[end:start]))


def _law(text: str, found: re.Match[str]) -> _Place | None:
    """A law by its name: capitals and small letters until a word that no name holds."""
    end = found.end()
    count = 0
    while count < 14 and (word := _LAW_WORD.match(text, end)):
        folded = fold(word.group(2))
        following = text[word.end() : word.end() + 20].lstrip()
        joint = folded == "va" and fold(following).startswith(("luat", "cac", "nghi", "bo luat"))
        if joint or (_LAW_END.fullmatch(folded) and word.group(2).islower()):
            break
        end = word.end()
        count += 1
    if not count:
        return None
    return _Place(found.start(), end, None, "luật", text[found.start() : end], issuer="Quốc hội")


def _read_date(folded: str, place: _Place) -> None:
    found = _DATE_AFTER.match(folded, place.end) if place.date is None else None
    if found:
        place.date = written_dates.read(found)
        place.end = found.end()


def _read_issuer(text: str, folded: str, place: _Place, source: Source) -> None:
    """Issuer as written after "của", else the one that the number's code names."""
    of = _OF.match(folded, place.end)
    if of and place.issuer is None:
        most = min(len(text), of.end() + 100)
        stop = _ISSUER_END.search(text, of.end(), most)
        end = stop.start() if stop else most
        written = text[of.end() : end].strip()
        if written[:1].isupper() or _COUNCIL.match(fold(written)):
            shown = display_issuer(written, keep_case=source.poor)
            same_level = is_nameless_council(shown) and level_of(shown) == level_of(source.issuer)
            place.issuer = source.issuer if same_level and level_of(shown) else shown
            place.end = of.end() + len(text[of.end() : end].rstrip())
    place.issuer = place.issuer or issuer_of(place.number)


def _read_subject(text: str, place: _Place, limit: int) -> int:
    """What the cited document is about; gives the end of it."""
    about = _ABOUT.match(text, place.end)
    if not about or place.name:
        return place.end
    end = about.end()
    most = min(len(text), about.end() + 400)
    for stop in _SUBJECT_END.finditer(text, about.end(), most):
        end = stop.start()
        inside = text[about.end() : end]
        if inside.count("“") <= inside.count("”") and inside.count('"') % 2 == 0:
            break
    else:
        end = most
    place.subject = text[about.end() : min(end, limit)].strip(" ,;*:") or None
    place.end = min(end, limit)
    if place.subject and limit < end:
        place.subject = _JOINT.sub("", place.subject) or None
    return end


def _relation(
    folded: str, stops: list[int], place: _Place, previous: _Place | None, *, preamble: bool
) -> str:
    """How the text relates to what it cites here. stops: where its sentences and clauses end."""
    before_it = bisect_left(stops, place.start - 1)
    sentence = stops[before_it - 1] + 1 if before_it else 0
    leading = _leading(folded, sentence, preamble)
    if leading:
        return "mentions" if place.nested else leading
    if previous is None or previous.start < sentence:
        # The verb is this text's own only when no other document was named before it.
        before = folded[max(sentence, place.start - 300) : place.start]
        for pattern, relation in ((_REPLACES, "replaces"), (_AMENDS, "amends")):
            verb = pattern.search(before)
            if verb:
                return "amends" if _PART.search(before[verb.end() :]) else relation
    after = folded[place.end : place.end + 120].split(". ", 1)[0]
    return "replaces" if _EXPIRES.search(after) else "mentions"


def _leading(folded: str, sentence: int, preamble: bool) -> str | None:
    """Relation by the word that opens the clause or its paragraph: "Căn cứ", "Thực hiện"."""
    openings = [folded[sentence : sentence + 60]]
    if folded.startswith("; ", sentence - 1):
        openings.append(folded[:60])  # what opened the list holds for each of its members
    for opening in openings:
        if _GROUND.match(opening):
            return "based_on"
        if preamble and _TASK.match(opening):
            return "implements"
    return None
