"""The addresses of the intake."""

from django.urls import path

from zhiheng_web.intake.views import batches, books, rows, uploads

app_name = "intake"

_SHARE = "books/<int:book_id>/bodies/<int:body_id>/"
_TABLE = f"{_SHARE}tables/<slug:table>/"
_BATCH = "batches/<int:batch_id>/"

urlpatterns = [
    path("", books.listed, name="books"),
    path("books/new/", books.create, name="create"),
    path("books/<int:book_id>/edit/", books.edit, name="edit"),
    path("books/<int:book_id>/snapshot/", books.seal, name="seal"),
    path("snapshots/<int:snapshot_id>/", books.snapshot, name="snapshot"),
    path("snapshots/<int:snapshot_id>/ledger.zip", books.snapshot_file, name="snapshot_file"),
    path(_SHARE, books.shown, name="book"),
    path(f"{_SHARE}import/", uploads.upload_ledger, name="upload_ledger"),
    path(_TABLE, rows.listed, name="rows"),
    path(f"{_TABLE}template.xlsx", uploads.template, name="template"),
    path(f"{_TABLE}import/", uploads.upload, name="upload"),
    path("rows/<int:row_id>/", rows.shown, name="row"),
    path(f"{_BATCH}match/", uploads.match, name="match"),
    path(_BATCH, batches.shown, name="batch"),
    path(f"{_BATCH}confirm/", batches.confirm, name="confirm"),
    path(f"{_BATCH}check/", batches.check_again, name="check_again"),
    path(f"{_BATCH}discard/", batches.discard, name="discard"),
    path(f"{_BATCH}undo/", batches.undo, name="undo"),
    path(f"{_BATCH}file/", batches.file, name="file"),
    path(f"{_BATCH}marked/", batches.marked, name="marked"),
]
