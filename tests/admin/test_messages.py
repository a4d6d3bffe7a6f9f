"""Nothing of Flask-Security is left in English."""

from __future__ import annotations

from flask_security.core import _default_messages


def test_every_message_is_vietnamese(office):
    for key, (english, _) in _default_messages.items():
        sentence, _ = office.app.config[f"SECURITY_MSG_{key}"]
        assert sentence != english
        assert any(ord(letter) > 127 for letter in sentence), sentence
        assert sentence.endswith(".")
