"""The bytes of the library for the desk: small pictures for lists, files to open and download."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound, RequestEntityTooLarge

from admin import rights
from admin.room import expose, me
from content import files
from content.errors import BadInput
from content.files import StoredFile
from content.publishing import library_addresses, library_queries, picture_queries
from content.publishing.commands.library import Facts
from content.publishing.library_addresses import Drawn
from content.publishing.media_assets import MediaAsset
from hub.face.sending import sent

_GONE = "Tệp này không còn trên đĩa; hãy thay bằng tệp khác, hoặc khôi phục từ bản sao lưu."
_THUMB = 640


class FileViews:
    """What the library shows of a file itself."""

    @expose("/<int(max=2147483647):asset_id>/hinh/")
    def thumb(self: BaseView, asset_id: int) -> ResponseReturnValue:
        """A small picture: a rendition, the first page of a document, or the picture itself."""
        asset = _asset(asset_id)
        found = _small(asset)
        if found is None or not files.path_of(found.sha256).exists():
            raise NotFound()
        return _private(sent(found, "hinh.webp", ""))

    @expose("/<int(max=2147483647):asset_id>/tai-ve/")
    def download(self: BaseView, asset_id: int) -> ResponseReturnValue:
        """The present content, or with `?ban=` one that the file once had."""
        asset = _asset(asset_id)
        wanted = request.args.get("ban", "")
        contents = {str(content.id): content.file for content in asset.contents}
        file = contents.get(wanted) if wanted else asset.file
        if file is None:
            raise NotFound()
        if not files.path_of(file.sha256).exists():
            raise BadInput(_GONE)
        return _private(sent(file, asset.file_name, asset.title))

    def on_disk(self, file: StoredFile) -> bool:
        """Whether the bytes of a content are where they should be."""
        return files.path_of(file.sha256).exists()

    def drawn_of(self, asset: MediaAsset) -> Drawn | None:
        """The size and the renditions of a picture, once they are known."""
        return library_addresses.drawn_files([asset.file_id]).get(asset.file_id)


def sent_files(name: str) -> list[FileStorage]:
    """The files that a form sent under a name."""
    try:
        return [upload for upload in request.files.getlist(name) if upload.filename]
    except RequestEntityTooLarge:
        raise BadInput("Các tệp quá lớn; hãy gửi từng tệp một, hoặc thu nhỏ tệp.") from None


def facts_of() -> Facts:
    """What the form says of a file; topics stand between commas."""
    form = request.form
    names = [" ".join(part.split()) for part in form.get("topics", "").split(",")]
    return Facts(
        title=form.get("title", ""),
        alt=form.get("alt", ""),
        credit=form.get("credit", ""),
        licence=form.get("licence", ""),
        topics=tuple(name for name in names if name),
    )


def _asset(asset_id: int) -> MediaAsset:
    asset, person = library_queries.asset(asset_id), me()
    if asset is None or not library_queries.sees(asset, rights.scope_of(person), person.id):
        raise NotFound()
    return asset


def _small(asset: MediaAsset) -> StoredFile | None:
    if not asset.is_picture:
        pages = picture_queries.of_files([asset.file_id]).get(asset.file_id)
        return pages[0].picture if pages else None
    drawn = library_addresses.drawn_files([asset.file_id]).get(asset.file_id)
    if drawn is None or not drawn.sources:
        return asset.file
    width = min(drawn.sources, key=lambda source: abs(source[1] - _THUMB))[1]
    return library_addresses.any_rendition(asset.file.sha256[:16], width)


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
