"""`python -m content.starter.making`: make the starter's print files again, or check them."""

from __future__ import annotations

import click

from content.errors import HubError
from content.starter.making import library, record


@click.command()
@click.option("--check", is_flag=True, help="Chỉ kiểm tra, không ghi tệp nào.")
def main(check: bool) -> None:
    """In lại biểu mẫu, tờ rơi và slide của bộ nội dung khởi đầu từ chính các bài Markdown."""
    try:
        if check:
            lines = [*record.faults(), *library.faults()]
        else:
            library.FILE.write_text(library.text(), encoding="utf-8")
            lines = [str(library.FILE), *(str(path) for path in record.rebuild())]
    except HubError as error:
        raise click.ClickException(error.message) from error
    for line in lines:
        click.echo(line)
    if check and lines:
        raise click.ClickException(f"Có {len(lines)} chỗ chưa khớp; hãy chạy make starter-files.")
    click.echo("Khớp cả." if check else f"Đã ghi {len(lines)} tệp.")


if __name__ == "__main__":
    main()
