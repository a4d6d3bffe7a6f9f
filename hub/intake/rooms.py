"""The rooms of the intake on one table. They take forms from people without an account or cookie,
so the desk's own protection does not apply; each checks where its forms come from."""

from __future__ import annotations

from flask import Blueprint, Flask

from hub.face import approval_links
from hub.intake import approvals, name_requests


def install(app: Flask) -> None:
    """Register the rooms, after the desk, whose CSRF protection lets them be."""
    rooms = Blueprint("intake", __name__, template_folder="templates")
    rooms.add_url_rule(approval_links.RULE, "approval", approvals.show, methods=["GET"])
    rooms.add_url_rule(approval_links.RULE, "approval_answer", approvals.take, methods=["POST"])
    for rule, name, show, take in (
        (name_requests.FORM, "name_request", name_requests.ask, name_requests.take),
        (name_requests.RECEIPT, "name_receipt", name_requests.look_up, name_requests.tell),
    ):
        rooms.add_url_rule(rule, name, show, methods=["GET"])
        rooms.add_url_rule(rule, f"{name}_sent", take, methods=["POST"])
    app.extensions["csrf"].exempt(rooms)
    app.register_blueprint(rooms)
