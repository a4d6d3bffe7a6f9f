"""How recognition decisions are named: by number, day and who decided; by what they recognise."""

from __future__ import annotations

from flask_babel import gettext as _

from content.recognition.models import Decision, RecognitionTitle


def name_of(decision: Decision) -> str:
    """A decision by number, day and who decided, as documents are named."""
    issued = _("ngày %(day)s", day=f"{decision.issued:%d/%m/%Y}") if decision.issued else ""
    number = _("Quyết định số %(number)s", number=decision.number) if decision.number else ""
    named = " ".join(filter(None, (number or _("Quyết định"), issued)))
    return f"{named}, {decision.body}" if decision.body else named


def heading_of(decision: Decision, titles: list[RecognitionTitle]) -> str:
    """What a decision recognises, in words: "Công nhận “Gia đình học tập” năm 2025"."""
    when = _("năm %(year)s", year=decision.year)
    if decision.period:
        when = _("giai đoạn %(period)s", period=decision.period)
    if len(titles) == 1:
        return str(_("Công nhận “%(title)s” %(when)s", title=titles[0].title, when=when))
    return str(_("Công nhận các danh hiệu học tập %(when)s", when=when))
