"""Recognising scanned pages."""

from __future__ import annotations


def available() -> str:
    """"" when pages can be recognised here, else one Vietnamese sentence on what to install."""
    return "Máy chủ chưa nhận dạng được chữ."
