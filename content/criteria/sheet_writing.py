"""A version as sheets that people fill and `sheet_format` reads again; the template. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from content.criteria import sheet_words as words
from content.criteria.sets import (
    STATUSES,
    Criterion,
    Group,
    Indicator,
    LevelsRule,
    PointsRule,
    Source,
    Version,
)
from content.criteria.words import points

Cell = str | int | float
FACTS_SHEET, TABLE_SHEET, HELP_SHEET = "Thông tin", "Tiêu chí", "Hướng dẫn"
# Columns of the table in their order; shares of levels come after `most`.
_BEFORE = ("group", "criterion", "criterion_most", "id", "text", "answer", "most")
_AFTER = ("levels", "applies_when", "evidence", "explanation", "note")
_COLUMNS_SAID = "Nhóm và tiêu chí chỉ cần ghi ở dòng đầu; các dòng dưới để trống là theo dòng trên."
_SAVED_LATER = "Máy kiểm tra từng dòng và chưa lưu gì trước khi bạn bấm lưu."
INSTRUCTIONS = (
    "Cách ghi tệp này",
    "1. Bảng “Thông tin”: mỗi dòng một điều về bộ tiêu chí. Ô nào chưa biết thì để trống.",
    f"2. Bảng “Tiêu chí”: mỗi dòng một chỉ tiêu, đúng thứ tự của văn bản. {_COLUMNS_SAID}",
    "3. Nhóm ghi dạng “A. Tên nhóm”, tiêu chí dạng “1. Tên tiêu chí”, mã chỉ tiêu dạng “1.1”.",
    "4. Mỗi mã chỉ dùng một lần.",
    "5. Bộ tính điểm: ghi cột “Điểm tối đa”; các chỉ tiêu cộng lại phải bằng 100.",
    "6. Bộ theo mức độ: cách trả lời ghi “có/không” hoặc “tỷ lệ”, kèm tỷ lệ cần đạt ở từng mức.",
    "7. “Áp dụng khi”: loại đơn vị phải trả lời, cách nhau bằng dấu chấm phẩy; trống là mọi nơi.",
    "8. “Minh chứng”: cách nhau bằng dấu chấm phẩy hoặc xuống dòng trong ô.",
    "9. Chép đúng lời, đúng số của văn bản chính thức. Không tự thêm điểm hay mức đạt.",
    f"10. Lưu tệp rồi chọn ở bàn biên tập, mục Bộ tiêu chí, nút Nhập bộ tiêu chí. {_SAVED_LATER}",
)


def facts(version: Version) -> list[list[Cell]]:
    """The lines of facts, those that are empty too, so that a person sees what could be said."""
    document = version.document or Source()
    rule = version.rule
    said: list[tuple[str, Cell]] = [
        ("set", version.set_id),
        ("version", version.id),
        ("title", version.title),
        ("status", STATUSES.get(version.status, version.status)),
        ("subject", version.subject),
        ("form", version.form),
        ("number", document.number),
        ("issued", _shown_issued(document.issued)),
        ("issuer", document.issuer),
        ("document_title", document.title),
        ("url", document.url),
        ("in_force", words.shown_day(version.in_force)),
        ("over", words.shown_day(version.over)),
        ("months", version.months or ""),
        ("decided_by", version.decided_by),
        ("rule", _rule_words(version)),
    ]
    if isinstance(rule, PointsRule):
        said += [("pass_sum", _number(rule.pass_sum)), ("least_item", _number(rule.least_item))]
    return [[words.FACTS[name][0], value] for name, value in said] + list(_many(version))


def _rule_words(version: Version) -> str:
    if version.rule is None:
        return ""
    return words.RULES["points" if isinstance(version.rule, PointsRule) else "levels"]


def _many(version: Version) -> Iterator[list[Cell]]:
    titles = {name: words.FACTS[name][0] for name in words.FACTS}
    for name, cells in _of_rule(version):
        yield [titles[name], *cells]
    for name, title in version.kinds:
        yield [titles["kind"], name, title]
    for note in version.notes:
        yield [titles["note"], note]
    for source in version.sources:
        issued = _shown_issued(source.issued)
        yield [titles["source"], source.title, source.issuer, source.url, source.number, issued]


def _of_rule(version: Version) -> Iterator[tuple[str, list[Cell]]]:
    if isinstance(version.rule, PointsRule):
        for band in version.rule.bands:
            passed = [] if band.passes else [words.NOT_PASSED]
            yield "band", [band.title, _number(band.least) or 0, *passed]
        for each in version.rule.special:
            yield "special", [each.id, each.title, _number(each.pass_sum)]
    if isinstance(version.rule, LevelsRule):
        for level in version.rule.levels:
            yield "level", [level.number, level.title]


def table(version: Version) -> list[list[Cell]]:
    """The headings and one row for each indicator; a criterion without any has a row of its own."""
    levels = _levels(version)
    heads = [words.HEADINGS[name][0] for name in _BEFORE]
    heads += [words.SHARE_WRITTEN.format(number) for number in levels]
    heads += [words.HEADINGS[name][0] for name in _AFTER]
    return [list(heads), *_rows(version, levels)]


def _levels(version: Version) -> list[int]:
    if isinstance(version.rule, LevelsRule):
        return [level.number for level in version.rule.levels]
    return []


def _rows(version: Version, levels: Sequence[int]) -> Iterator[list[Cell]]:
    for group in version.groups:
        for criterion in group.criteria:
            for each in criterion.indicators or (None,):
                yield _row(group, criterion, each, version, levels)


def _row(
    group: Group,
    criterion: Criterion,
    each: Indicator | None,
    version: Version,
    levels: Sequence[int],
) -> list[Cell]:
    named: list[Cell] = [
        f"{group.id}. {group.title}",
        f"{criterion.id}. {criterion.title}",
        _number(criterion.most),
    ]
    if each is None:
        blank: list[Cell] = [""] * (4 + len(levels) + 3)
        return [*named, *blank, criterion.explanation, ""]
    kinds = dict(version.kinds)
    return [
        *named,
        each.id,
        each.text,
        words.ANSWERS.get(each.answer, each.answer),
        _number(each.most),
        *(_share(each.least_at(number)) for number in levels),
        "; ".join(str(number) for number in each.levels),
        "; ".join(kinds.get(name, name) for name in each.applies_when),
        "; ".join(each.evidence),
        criterion.explanation if each is criterion.indicators[0] else "",
        each.note,
    ]


def sheets(version: Version) -> list[tuple[str, list[list[Cell]]]]:
    """The sheets of a workbook: facts, table, instructions."""
    return [
        (FACTS_SHEET, facts(version)),
        (TABLE_SHEET, table(version)),
        (HELP_SHEET, [[line] for line in INSTRUCTIONS]),
    ]


def one_sheet(version: Version) -> list[list[Cell]]:
    """Facts and table under one another, as a CSV has them."""
    return [*facts(version), [], *table(version)]


def template() -> list[tuple[str, list[list[Cell]]]]:
    """The empty workbook: every fact with an empty cell, the headings, the instructions.

    No number stands in it: points and marks come from the official text alone.
    """
    more = ("pass_sum", "least_item", "band", "level", "kind", "note", "source")
    rest: list[list[Cell]] = [[words.FACTS[name][0], ""] for name in more]
    empty = facts(Version("", "", "", "", None))
    heads = [*_BEFORE, "least:1", "least:2", *_AFTER]
    written = [
        words.SHARE_WRITTEN.format(name[6:])
        if name.startswith("least:")
        else words.HEADINGS[name][0]
        for name in heads
    ]
    return [
        (FACTS_SHEET, [*empty, *rest]),
        (TABLE_SHEET, [list(written)]),
        (HELP_SHEET, [[line] for line in INSTRUCTIONS]),
    ]


def _share(hundredths: int | None) -> Cell:
    return "" if hundredths is None else _number(hundredths) or 0


def _number(hundredths: int) -> Cell:
    """A plain number for a cell; "" for what is not said."""
    if not hundredths:
        return ""
    if hundredths % 100 == 0:
        return hundredths // 100
    return float(points(hundredths).replace(",", "."))


def _shown_issued(iso: str) -> str:
    parts = iso.split("-") if iso else []
    return "/".join(reversed(parts))
