"""Which unit a line of a list belongs to, and what became of units that had ended by its day."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Sequence

from content import places
from content.places import Place
from content.recognition.entry_fields import folded


class Placing:
    """Answers for one list; each name is looked up once.

    home: the place of the decision, None for one without. day: the day whose units count.
    """

    class Unknown(Exception):
        """A name that no unit has: what is wrong, in which field, what it may have meant."""

        def __init__(self, said: str, field: str, suggested: str = "") -> None:
            super().__init__(said)
            self.said, self.field, self.suggested = said, field, suggested

    def __init__(self, home: Place | None, day: dt.date) -> None:
        self._home, self._day = home, day
        self._known: dict[tuple[str, str], Place | Placing.Unknown | None] = {}
        self._villages: dict[int, list[Place]] = {}
        self._moved: dict[str, str] = {}

    def of(self, commune: str, village: str) -> Place | None:
        """The unit of a line; Unknown for a name that is none, with the nearest one."""
        asked = (folded(commune), folded(village))
        if asked not in self._known:
            try:
                self._known[asked] = self._find(commune, village)
            except Placing.Unknown as unknown:
                self._known[asked] = unknown
        answer = self._known[asked]
        if isinstance(answer, Placing.Unknown):
            raise answer
        return answer

    def notes(self) -> list[str]:
        """What became of units that had ended, in sentences."""
        return [
            f"{old[0].upper()}{old[1:]} nay là {new}; các dòng ở đó được ghi vào nơi mới."
            for old, new in self._moved.items()
        ]

    def _find(self, commune: str, village: str) -> Place | None:
        base = self._commune(commune) if commune else self._home
        if base is None or not village:
            return base
        recorded = self._below(base)
        if not recorded:  # villages are recorded in few places: the name then stands as a text
            return base
        title = folded(places.split_level(village)[0])
        match = next((one for one in recorded if title in (one.folded, folded(one.name))), None)
        if match is None:
            raise self._unknown(village, base.name, recorded, "place")
        return self._now(match, "place")

    def _commune(self, written: str) -> Place:
        found = [place for place in places.find(written) if place.level == "commune"]
        home = self._home
        if home is not None:
            inside = [p for p in found if home.id in {up.id for up in places.lineage(p)}]
            found = inside or found
        standing = [place for place in found if place.exists_on(self._day)] or found
        if not standing:
            raise self._unknown(written, "sổ địa bàn", places.every("commune"), "commune")
        if len(standing) > 1:
            options = "; ".join(place.full_name for place in standing[:4])
            raise Placing.Unknown(
                f"Có hơn một nơi tên “{written[:60]}”; hãy ghi rõ một trong: {options}.", "commune"
            )
        return self._now(standing[0], "commune")

    def _now(self, place: Place, field: str) -> Place:
        """The unit itself, or the one it went into by the day."""
        if place.exists_on(self._day):
            return place
        after = [link.new for link in places.became(place) if link.on <= self._day]
        if len(after) > 1:
            names = "; ".join(one.full_name for one in after)
            raise Placing.Unknown(
                f"{place.name} đã nhập vào nhiều nơi; hãy chọn một trong: {names}.", field
            )
        if not after:
            return place
        self._moved[place.name] = after[0].full_name
        return after[0]

    def _below(self, base: Place) -> list[Place]:
        if base.id not in self._villages:
            self._villages[base.id] = [p for p in places.below(base) if p.level == "village"]
        return self._villages[base.id]

    def _unknown(self, written: str, where: str, among: Sequence[Place], field: str) -> Unknown:
        names = {one.folded: one.name for one in among} | {folded(p.name): p.name for p in among}
        title = folded(places.split_level(written)[0])
        near = difflib.get_close_matches(title, names, 1, 0.6)
        suggested = names[near[0]] if near else ""
        asked = f" Có phải “{suggested}”?" if suggested else ""
        said = f"Không thấy “{written[:60]}” ở {where}.{asked}"
        return Placing.Unknown(said, field, suggested)
