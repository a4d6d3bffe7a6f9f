"""Two writing forms that came from one: each place where they differ, and the form of the choices.

Bodies are compared by paragraph, lists by line or word, files one by one, other fields whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from admin import detail_form
from admin.differences import Stretch, compare
from admin.field_titles import WRITTEN
from admin.item_form import AttachmentRow, ItemForm
from content.publishing import merging
from content.publishing.merging import LINE, PARAGRAPH, Part

BY_LINE = frozenset({"relations", "recipients", "sources", "links", "parts"})
BY_WORD = frozenset({"topics", *detail_form.TICKED})
NO_FILE = "Không có tệp này"
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A place where two forms differ.

    kind: "mine" or "theirs" (who alone changed it), "merged" (both did, and it fits together),
    "clash". options: what may be chosen; "both" keeps all, "hand" takes what is typed there.
    """

    key: str
    title: str
    kind: str
    mine: str
    theirs: str
    both: str
    default: str
    options: tuple[str, ...]
    stretches: list[Stretch]

    @property
    def settled(self) -> bool:
        """Whether nobody has to decide here."""
        return self.kind != "clash"


@dataclass(slots=True)
class Merge:
    """The places of two forms in the order of the form, and the way back to one form."""

    mine: ItemForm
    theirs: ItemForm
    base: ItemForm | None
    places: list[Place] = field(default_factory=list)
    _set: list[Callable[[ItemForm, Mapping[str, str], Mapping[str, str]], None]] = field(
        default_factory=list
    )

    @property
    def clean(self) -> bool:
        """Whether nobody has to decide anything."""
        return all(place.settled for place in self.places)

    @property
    def untouched(self) -> bool:
        """Whether theirs says what I had opened: only the item's state changed since."""
        return self.base is not None and self.theirs == self.base

    def form(self, choices: Mapping[str, str], hands: Mapping[str, str]) -> ItemForm:
        """The form of some choices by key; `hands`: what was typed for a "hand"."""
        made = ItemForm(self.mine.kind, dict(self.theirs.values))
        known = {place.key: place for place in self.places}
        valid = {
            key: choice
            for key, choice in choices.items()
            if key in known and choice in known[key].options
        }
        for put in self._set:
            put(made, valid, hands)
        return made


def of(base: ItemForm | None, mine: ItemForm, theirs: ItemForm) -> Merge:
    """Where two forms differ; `base`: what both began with, None when that is not known."""
    merge = Merge(mine, theirs, base)
    for name in mine.values:
        if name == "body":
            _body(merge)
        elif mine.values[name] != theirs.values.get(name, ""):
            _field(merge, name)
    _files(merge)
    return merge


def _body(merge: Merge) -> None:
    old = merge.base.values["body"] if merge.base else None
    parts = merging.merge(old, merge.mine.values["body"], merge.theirs.values["body"])
    at = 1
    for number, part in enumerate(parts):
        if part.mine != part.theirs:
            merge.places.append(_paragraphs(number, at, part))
        at += len(part.theirs)

    def put(made: ItemForm, choices: Mapping[str, str], hands: Mapping[str, str]) -> None:
        pieces: list[str] = []
        for number, part in enumerate(parts):
            key = f"body-{number}"
            choice = choices.get(key, part.default)
            pieces += (hands.get(key, ""),) if choice == "hand" else part.of(choice)
        made.values["body"] = PARAGRAPH.join(pieces)

    merge._set.append(put)


def _paragraphs(number: int, at: int, part: Part) -> Place:
    mine, theirs, both = (PARAGRAPH.join(part.of(c)) for c in merging.CHOICES)
    last = at + len(part.theirs) - 1
    where = f"đoạn {at}" if last <= at else f"đoạn {at} đến {last}"
    return Place(
        key=f"body-{number}",
        title=f"{WRITTEN['body']}, {where}",
        kind=part.kind,
        mine=mine,
        theirs=theirs,
        both=both,
        default=part.default,
        options=("theirs", "mine", "both", "hand") if part.kind == "clash" else ("theirs", "mine"),
        stretches=compare(theirs, mine),
    )


def _field(merge: Merge, name: str) -> None:
    old = merge.base.values.get(name, "") if merge.base else None
    mine, theirs = merge.mine.values[name], merge.theirs.values.get(name, "")
    kind, both = _joined(name, old, mine, theirs)
    listed = name in BY_LINE or name in BY_WORD
    default = {"theirs": "theirs", "mine": "mine"}.get(kind, "both" if listed else "mine")
    joins = listed and both not in (mine, theirs)
    options = ("theirs", "mine", *(("both",) if joins else ()))
    default = default if default in options else "mine"
    place = Place(
        key=name,
        title=WRITTEN.get(name, name),
        kind=kind,
        mine=merge.mine.shown(name),
        theirs=merge.theirs.shown(name),
        both=both,
        default=default,
        options=(*options, *(("hand",) if kind == "clash" and name not in BY_WORD else ())),
        stretches=compare(merge.theirs.shown(name), merge.mine.shown(name)),
    )
    merge.places.append(place)

    def put(made: ItemForm, choices: Mapping[str, str], hands: Mapping[str, str]) -> None:
        texts = {"mine": mine, "theirs": theirs, "both": both, "hand": hands.get(name, "")}
        made.values[name] = texts[choices.get(name, default)]

    merge._set.append(put)


def _joined(name: str, old: str | None, mine: str, theirs: str) -> tuple[str, str]:
    """Who changed a field, and the text that keeps what both wrote."""
    whole = merging.merge_value(old, mine, theirs)
    if name in BY_WORD:
        both = merging.merge_words(old, mine, theirs)
        return ("merged" if whole.kind == "clash" and old is not None else whole.kind), both
    if name in BY_LINE:
        parts = merging.merge(old, mine, theirs, LINE)
        clashes = [at for at, part in enumerate(parts) if part.kind == "clash"]
        both = merging.merged(parts, dict.fromkeys(clashes, "both"), LINE)
        fits = whole.kind == "clash" and not clashes
        return ("merged" if fits else whole.kind), both.strip(LINE)
    return whole.kind, mine


def _files(merge: Merge) -> None:
    mine, theirs = _by_key(merge.mine), _by_key(merge.theirs)
    base = _by_key(merge.base) if merge.base else None
    order = _order(list(base or ()), list(mine), list(theirs))
    defaults: dict[str, str] = {}
    for number, key in enumerate(order):
        a, b = (_title(rows.get(key)) for rows in (mine, theirs))
        if a != b:
            old = None if base is None else _title(base.get(key))
            kind = merging.merge_value(old, a, b).kind
            # Where it is not known who took a file out, it stays in.
            default = "theirs" if kind == "theirs" or (kind == "clash" and a == NO_FILE) else "mine"
            defaults[f"tep-{number}"] = default
            merge.places.append(_file(number, key[1], kind, a, b, default))

    def put(made: ItemForm, choices: Mapping[str, str], _hands: Mapping[str, str]) -> None:
        for number, key in enumerate(order):
            name = f"tep-{number}"
            choice = choices.get(name, defaults.get(name, "theirs"))
            row = (mine if choice == "mine" else theirs).get(key)
            if row is not None:
                at = str(len(made.attachments) + 1)
                made.attachments.append(AttachmentRow(row.sha256, row.file_name, row.title, at))

    merge._set.append(put)


def _file(number: int, name: str, kind: str, mine: str, theirs: str, default: str) -> Place:
    return Place(
        key=f"tep-{number}",
        title=f"Tệp đính kèm {name}",
        kind=kind,
        mine=mine,
        theirs=theirs,
        both="",
        default=default,
        options=("theirs", "mine"),
        stretches=compare(theirs, mine),
    )


def _by_key(form: ItemForm) -> dict[_Key, AttachmentRow]:
    return {(row.sha256, row.file_name): row for row in form.attachments if not row.remove}


def _title(row: AttachmentRow | None) -> str:
    return NO_FILE if row is None else row.title or row.file_name


def _order(base: list[_Key], mine: list[_Key], theirs: list[_Key]) -> list[_Key]:
    """My order, unless only they changed theirs."""
    kept = [key for key in base if key in mine]
    moved = [key for key in mine if key in base] != kept
    first, second = (mine, theirs) if moved else (theirs, mine)
    return list(dict.fromkeys([*first, *second]))
