"""The documentation under test: every setting, command and option stands in the README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from hub import cli
from hub.config import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(group: click.Group, words: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


COMMANDS = dict(commands(cli.hub, ("hub",)))


def test_every_setting_is_in_the_readme_and_in_the_class() -> None:
    for field in fields(Settings):
        assert f"HUB_{field.name.upper()}" in README, field.name
        assert re.search(rf"\b{field.name}\b", Settings.__doc__ or ""), field.name


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    known = {f"HUB_{field.name.upper()}" for field in fields(Settings)}
    assert set(re.findall(r"HUB_[A-Z_]+", README)) <= known


def test_every_command_and_option_is_in_the_readme() -> None:
    assert len(COMMANDS) >= 12
    for words, command in COMMANDS.items():
        assert f"`{words}" in README or f" {words}" in README, words
        for parameter in command.params:
            if isinstance(parameter, click.Option) and "--help" not in parameter.opts:
                assert parameter.opts[0] in README, (words, parameter.opts)


def test_every_command_says_what_it_does() -> None:
    for words, command in COMMANDS.items():
        assert command.help, words
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (words, parameter.opts)


def test_every_decision_is_short_and_numbered_in_a_row() -> None:
    paths = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [path.name[:4] for path in paths] == [f"{n:04d}" for n in range(1, len(paths) + 1)]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]}. "), path
        assert len(text.splitlines()) <= 40, path


def test_every_task_of_the_makefile_is_explained() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    tasks = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert tasks is not None
    for task in tasks[1].split():
        assert re.search(rf"^{task}:.* ## \S", text, re.MULTILINE), task
