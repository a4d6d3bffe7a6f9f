"""A request of OAI-PMH understood: the verb, its arguments, or the errors the specification lists.

https://www.openarchives.org/OAI/openarchivesprotocol.html, sections 3 and 4.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hub.public.oai import tokens
from hub.public.oai.tokens import Place

FORMATS = ("oai_dc", "marcxml")
# Verb → (arguments that must stand, arguments that may, whether it goes on by a token).
_VERBS: dict[str, tuple[frozenset[str], frozenset[str], bool]] = {
    "Identify": (frozenset(), frozenset(), False),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"}), False),
    "ListSets": (frozenset(), frozenset(), True),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), True),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), True),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset(), False),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_SHOWN = 80  # characters of somebody's words that are given back


class Fault(NamedTuple):
    """An error of the specification: its code and a sentence (English, as its readers are)."""

    code: str
    words: str


class Refused(Exception):
    """The request cannot be answered. arguments: whether the answer may repeat them."""

    def __init__(self, faults: Sequence[Fault], *, arguments: bool = True) -> None:
        super().__init__(faults[0].words)
        self.faults = faults
        self.arguments = arguments


@dataclass(frozen=True, slots=True)
class Asked:
    """A sound request. place: where a list goes on, or where its first page begins."""

    verb: str
    arguments: tuple[tuple[str, str], ...]
    identifier: str = ""
    prefix: str = ""
    place: Place | None = None


def understand(given: Sequence[tuple[str, str]], now: dt.datetime) -> Asked:
    """The request in these arguments; Refused with every fault that they have."""
    verbs = [value for name, value in given if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        words = "verb is missing" if not verbs else "verb is repeated"
        if len(verbs) == 1:
            words = f"there is no verb “{verbs[0][:_SHOWN]}”"
        raise Refused([Fault("badVerb", words)], arguments=False)
    verb = verbs[0]
    rest = [(name, value) for name, value in given if name != "verb"]
    faults = _argument_faults(verb, rest)
    if faults:
        raise Refused(faults, arguments=False)
    named = dict(rest)
    if "resumptionToken" in named:
        return Asked(verb, tuple(given), place=_continued(verb, named["resumptionToken"]))
    prefix = named.get("metadataPrefix", "")
    if prefix and prefix not in FORMATS:
        words = f"no metadata in the format “{prefix[:_SHOWN]}”"
        raise Refused([Fault("cannotDisseminateFormat", words)])
    place = _first(named, now) if verb in ("ListIdentifiers", "ListRecords") else None
    return Asked(verb, tuple(given), named.get("identifier", ""), prefix, place)


def _argument_faults(verb: str, given: Sequence[tuple[str, str]]) -> list[Fault]:
    must, may, lists = _VERBS[verb]
    names = [name for name, _value in given]
    repeated = sorted({name for name in names if names.count(name) > 1})
    faults = [Fault("badArgument", f"{name[:_SHOWN]} is repeated") for name in repeated]
    if lists and "resumptionToken" in names:
        others = sorted(set(names) - {"resumptionToken"})
        if others:
            words = f"resumptionToken stands alone, without {', '.join(others)[:_SHOWN]}"
            faults.append(Fault("badArgument", words))
        return faults
    faults += [
        Fault("badArgument", f"{verb} takes no {name[:_SHOWN]}")
        for name in sorted(set(names) - must - may)
    ]
    faults += [Fault("badArgument", f"{verb} needs {name}") for name in sorted(must - set(names))]
    return faults


def _continued(verb: str, token: str) -> Place:
    place = tokens.read(token)
    if place is None or verb == "ListSets":  # the list of sets is given at once
        raise Refused([Fault("badResumptionToken", "this resumptionToken was not given here")])
    return place


def _first(named: dict[str, str], now: dt.datetime) -> Place:
    """Where the first page of a list begins; its end is fixed now, so that pages do not shift."""
    since, until = named.get("from", ""), named.get("until", "")
    for name, text in (("from", since), ("until", until)):
        if text and _moment(text) is None:
            words = f"{name} is no date of the form YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ"
            raise Refused([Fault("badArgument", words)], arguments=False)
    if since and until and len(since) != len(until):
        words = "from and until have different granularities"
        raise Refused([Fault("badArgument", words)], arguments=False)
    start = _moment(since) if since else None
    # A list ends before the running second: what is written within it comes with the next one.
    end = now.replace(microsecond=0)
    if until:
        last = _moment(until)
        assert last is not None
        end = min(end, last + (dt.timedelta(seconds=1) if "T" in until else dt.timedelta(days=1)))
        if start is not None and start > last:
            raise Refused([Fault("badArgument", "from is later than until")], arguments=False)
    return Place(named["metadataPrefix"], named.get("set", ""), start, end)


def _moment(text: str) -> dt.datetime | None:
    """A date of one of the two granularities as a moment of UTC; None for anything else."""
    try:
        if _DAY.fullmatch(text):
            return dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC)
        if _SECOND.fullmatch(text):
            return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return None
