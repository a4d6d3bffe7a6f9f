"""`hub register withdraw`: a name taken down from the shell, with every trace, at once."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--decision", "slug", default="", help="Địa chỉ của quyết định (phần sau /cong-nhan/)."
)
@click.option("--name", default="", help="Họ tên; viết có dấu hay không dấu đều được.")
@click.option("--entry", "entry_id", type=int, help="Số của mục, khi nhiều người cùng tên.")
def withdraw(slug: str, name: str, entry_id: int | None) -> None:
    """Gỡ một tên khỏi danh sách công nhận: theo quyết định và họ tên, hoặc theo số của mục.

    Mục vẫn được tính vào số lượng. Xong rồi chạy “hub export” cho mọi thư mục bản tĩnh đã xuất.
    """
    from content.recognition.commands import withdrawals
    from hub.app import create_app
    from hub.config import read_settings
    from hub.keeping import withdrawn

    settings = read_settings()
    with create_app(settings, desk=False).app_context():
        numbers = [entry_id] if entry_id is not None else _found(slug, name)
        if withdrawals.take_down(numbers):
            click.echo(f"Đã gỡ tên (mục {numbers[0]}).")
        else:
            click.echo(f"Tên ở mục {numbers[0]} đã được gỡ từ trước.")
        click.echo(withdrawn.forget(settings))
    click.echo(
        "Tiếp theo: “hub due” (hoặc máy chủ đang chạy) xuất lại bản tĩnh ở HUB_EXPORT_FOLDER;"
    )
    click.echo("bản tĩnh ở thư mục khác thì chạy “hub export”; bản đã chép đi thì chép lại.")


def _found(slug: str, name: str) -> list[int]:
    """The one entry that is meant; BadInput where it is none or several, with what tells apart."""
    from content.errors import BadInput
    from content.recognition import register_queries
    from content.recognition.commands import withdrawals

    if not slug or not name.strip():
        raise BadInput("Hãy cho --decision và --name, hoặc --entry.")
    decision = register_queries.at(slug.strip("/").rpartition("/")[2])
    found = withdrawals.find(decision, name) if decision is not None else []
    if not found:
        raise BadInput("Không có tên này trong quyết định này; hãy kiểm tra lại địa chỉ và họ tên.")
    if len(found) > 1:
        lines = "; ".join(f"--entry {one.id} ({one.place_text or 'không rõ nơi'})" for one in found)
        raise BadInput(f"Có {len(found)} người cùng tên; hãy chọn một: {lines}.")
    return [found[0].id]
