"""A small library behind a reader's browser."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests import catalogue_shelves
from tests import factories as make
from tests.catalogue_shelves import Library


@pytest.fixture
def library(client: FlaskClient) -> Library:
    """A dozen works, two shelves, a reading list, one article on a topic of the first work."""
    made = catalogue_shelves.fill(place_id=make.make_place().id)
    make.make_item("guidance", "Học nghề ở xã", topics=("Nghề thủ công",))
    return made
