"""The worker's round with the desk on: packages are rendered where no request is."""

from __future__ import annotations

import threading

from content.database import db
from content.publishing.commands import workflow
from content.publishing.detail_fields import PartFields, TrainingFields
from hub import worker
from hub.app import create_app
from hub.config import Settings
from hub.public.sets import room
from tests.factories import make_item


def test_a_round_sweeps_packages_with_the_desk_installed(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        part = make_item("guidance", "Phần một")
        sets = [
            make_item("training", training=TrainingFields(parts=(PartFields(target=part.path),)))
            for _ in range(2)
        ]
        offers = [room.offer_of(item) for item in sets]
        for offer in offers:
            assert offer is not None
            app.test_client().get(offer.path, buffered=True)
        kept = settings.home / room.FOLDER
        assert len(list(kept.glob("*.zip"))) == 2
        workflow.withdraw(sets[0].id, "Đã gỡ.")
        worker.carry_out(settings, threading.Event())
        assert len(list(kept.glob("*.zip"))) == 1
        db.session.remove()
        db.engine.dispose()
