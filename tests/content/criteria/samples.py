"""Complete sets of our own writing, marked MẪU: no office uses them."""

from __future__ import annotations

from content.criteria.sets import (
    Band,
    Criterion,
    Group,
    Indicator,
    Level,
    LevelsRule,
    PointsRule,
    Source,
    Special,
    Version,
)
from content.criteria.supplements import Explained, Supplement


def points_set(**changed: object) -> Version:
    """Ten indicators of ten points, pass at 80 with none below 5, two grades above."""
    groups = tuple(
        Group(
            letter,
            f"Năng lực {letter}",
            tuple(
                Criterion(
                    str(number),
                    f"Tiêu chí MẪU {number}",
                    (
                        Indicator(
                            f"{number}.1",
                            f"Việc MẪU số {number}",
                            most=1000,
                            evidence=(f"Sổ ghi việc {number}",),
                        ),
                    ),
                    most=1000,
                )
                for number in numbers
            ),
        )
        for letter, numbers in (("A", range(1, 5)), ("B", range(5, 9)), ("C", range(9, 11)))
    )
    rule = PointsRule(
        8000,
        500,
        (Band("Đạt", 8000), Band("Tiêu biểu", 9000)),
        (Special("vung-kho", "Vùng khó khăn", 7000),),
    )
    given: dict[str, object] = {
        "set_id": "cong-dan-mau",
        "id": "2026",
        "title": "Công dân học tập (MẪU)",
        "status": "sample",
        "rule": rule,
        "groups": groups,
    }
    return Version(**(given | changed))  # type: ignore[arg-type]


def levels_set(**changed: object) -> Version:
    """Two levels; a share that rises, an indicator of the second level, one for schools only."""
    asked = (
        Indicator("1.1", "Có kế hoạch MẪU", "yes", evidence=("Kế hoạch",)),
        Indicator("1.2", "Tỷ lệ MẪU", "share", least=((1, 9000), (2, 9550))),
        Indicator("1.3", "Chỉ mức 2 MẪU", "yes", levels=(2,)),
        Indicator("1.4", "Chỉ trường học MẪU", "yes", applies_when=("truong",)),
    )
    given: dict[str, object] = {
        "set_id": "don-vi-mau",
        "id": "2026",
        "title": "Đơn vị học tập (MẪU)",
        "status": "sample",
        "rule": LevelsRule((Level(1, "Mức độ 1 (Khá)"), Level(2, "Mức độ 2 (Tốt)"))),
        "groups": (Group("I", "Chung", (Criterion("1", "Điều kiện MẪU", asked),)),),
        "kinds": (("truong", "Trường học"), ("co-quan", "Cơ quan")),
    }
    return Version(**(given | changed))  # type: ignore[arg-type]


def supplement(**changed: object) -> Supplement:
    """More words and evidence for the points set, and its lower mark put in force by a document."""
    given: dict[str, object] = {
        "set_id": "cong-dan-mau",
        "version_id": "2026",
        "id": "tinh-mau-2026",
        "title": "Hướng dẫn của tỉnh Mẫu (MẪU)",
        "place": "tinh-mau",
        "document": Source("12/HD-MAU", "2026-02-01", "Hội Khuyến học tỉnh Mẫu"),
        "explained": (
            Explained("1", "Lời thêm MẪU"),
            Explained("1.1", "Cách tính MẪU", ("Ảnh MẪU",)),
        ),
        "thresholds": (Special("vung-kho", "", 0),),
    }
    return Supplement(**(given | changed))  # type: ignore[arg-type]
