"""site.toml: whatever an identity holds comes back, and a wrong key is named."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.dumping import toml_text
from content.errors import BadInput
from content.identity import checks, portable
from content.identity.faults import Faults
from content.identity.fields import BLOCKS, ICONS, Block, MenuEntry, Officer, SiteFields, Task

texts = st.text(max_size=30)
entries = st.builds(MenuEntry, texts, st.just("/tin-tuc/"), st.sampled_from(["", *ICONS]))
tasks = st.builds(Task, st.just("/lien-he/"), st.sampled_from(["", *ICONS]), texts, texts)
blocks = st.builds(
    Block,
    st.sampled_from(list(BLOCKS)),
    title=texts,
    hint=texts,
    tasks=st.lists(tasks, max_size=5).map(tuple),
    kinds=st.lists(st.sampled_from(["news", "story"]), max_size=2, unique=True).map(tuple),
    count=st.integers(0, 20),
    topic=st.sampled_from(["doc-sach", "lop-hoc"]),
    body=texts,
)
sites = st.builds(
    SiteFields,
    name=texts,
    footer=texts,
    hours=texts,
    officers=st.lists(st.builds(Officer, texts, texts), max_size=3).map(tuple),
    menu=st.lists(entries, max_size=9).map(tuple),
    blocks=st.lists(blocks, max_size=5).map(tuple),
    set_up=st.booleans(),
)


def test_a_block_keeps_only_what_its_kind_shows() -> None:
    stored = checks.checked(SiteFields(blocks=(Block("events", title="Sắp tới", body="Chữ"),)))
    assert stored.blocks == (Block("events"),)


@given(sites)
def test_what_may_be_stored_comes_back_from_its_file(fields: SiteFields) -> None:
    try:
        stored = checks.checked(fields)
    except Faults:
        return
    text = toml_text.write(portable.write(stored, ""))
    back, logo = portable.read(tomllib.loads(text), SiteFields())
    assert (checks.checked(back), logo) == (stored, "")
    assert toml_text.write(portable.write(back, "")) == text


def test_a_list_is_a_table_a_line_and_text_keeps_its_lines() -> None:
    fields = SiteFields(
        name="Mẫu",
        footer="một\nhai",
        menu=(MenuEntry("Tin", "/tin-tuc/"), MenuEntry("Hỏi", "/lien-he/", "chat")),
        blocks=(Block("latest", kinds=("news", "story"), count=3),),
    )
    assert toml_text.write(portable.write(fields, "tep/ab/bieu-trung.png")) == (
        'name = "Mẫu"\nfooter = """\nmột\nhai"""\nlogo = "tep/ab/bieu-trung.png"\n'
        '\n[[menu]]\ntitle = "Tin"\npath = "/tin-tuc/"\n'
        '\n[[menu]]\ntitle = "Hỏi"\npath = "/lien-he/"\nicon = "chat"\n'
        '\n[[block]]\nkind = "latest"\nkinds = ["news", "story"]\ncount = 3\n'
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('ten = "Mẫu"', "ten"),
        ("name = 3", "name"),
        ('set_up = "có"', "set_up"),
        ('[[menu]]\nurl = "/"', "url"),
        ('menu = ["a"]', "menu"),
        ('[[block]]\nkind = "latest"\ncount = "ba"', "count"),
        ('[[block]]\ntasks = "a"', "tasks"),
        ('[[block.task]]\nkind = "x"', "block"),
    ],
)
def test_a_wrong_key_or_value_is_named(text: str, names: str) -> None:
    with pytest.raises(BadInput, match=names):
        portable.read(tomllib.loads(text), SiteFields())
