"""A land whose communes are not each other's business."""

from __future__ import annotations

import pytest

from content import places


@pytest.fixture
def land(office):
    """Two communes, a village and an old commune of the first one."""
    with office.app.app_context():
        province = places.record("tỉnh Mẫu", "province")
        mine = places.record("xã Mình", "commune", parent=province)
        places.record("thôn Trong", "village", parent=mine)
        places.record("xã Bạn", "commune", parent=province)
        return {place.title: (place.id, place.slug) for place in places.every()}
