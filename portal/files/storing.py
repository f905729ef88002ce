"""Keeping files: bytes under keys without names, moved from draft/ to record/ when they are shared."""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any, Literal, get_args

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal import after_commit, clock
from portal.accounts.models import User

from . import scanning
from .checks import check
from .models import ScanState, StoredFile
from .names import clean_name
from .tasks import SCAN

Shelf = Literal["draft", "record"]


def new_key(shelf: Shelf) -> str:
    return f"{shelf}/{clock.today().year}/{uuid.uuid4()}"


def _keep(key: str, data: bytes) -> None:
    """Write the bytes; take them away again if the transaction that points at them fails."""
    default_storage.save(key, ContentFile(data))


def store(
    data: bytes,
    *,
    name: str,
    content_type: str,
    shelf: Shelf,
    by: User | None = None,
    key: str | None = None,
    **more: Any,
) -> StoredFile:
    """Keep `data` and return its row. The bytes are written before the row commits: a crash in between leaves bytes
    that no row names, which `remove_orphans` takes away, never a row without bytes. `more` are columns of the row."""
    key = key or new_key(shelf)
    if default_storage.exists(key):
        default_storage.delete(key)
    _keep(key, data)
    return StoredFile.objects.create(
        key=key,
        original_name=clean_name(name),
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
        **more,
    )


def store_upload(upload: UploadedFile, *, by: User, upload_key: uuid.UUID | None = None) -> StoredFile:
    """Check and keep what a person sent; where a scanner is configured it is owed a scan from now on.

    `upload_key` names the choice of the file in the person's browser: once in the database. Raises ValidationError
    that says how to mend it.
    """
    content_type = check(upload)
    state = scanning.first_state()
    file = store(
        upload.read(),
        name=upload.name or "",
        content_type=content_type,
        shelf="draft",
        by=by,
        scan_state=state,
        upload_key=upload_key,
    )
    if state == ScanState.PENDING:
        after_commit.enqueue(SCAN, file.pk)
    return file


def move_to_record(file: StoredFile) -> None:
    """What is shared belongs to the record from then on. The old bytes go when the move has committed."""
    if file.key.startswith("record/"):
        return
    old = file.key
    with default_storage.open(old) as stream:
        data = stream.read()
    file.key = new_key("record")
    _keep(file.key, data)
    file.save(update_fields=["key"])
    transaction.on_commit(partial(default_storage.delete, old))


def read(file: StoredFile) -> bytes:
    """The bytes. Raises FileNotFoundError when the storage has lost them."""
    with default_storage.open(file.key) as stream:
        return bytes(stream.read())


def remove_orphans(*, older_than: timedelta = timedelta(days=1)) -> int:
    """Take away bytes that no row names and that have lain so long that none will; returns how many."""
    known = set(StoredFile.objects.values_list("key", flat=True))
    limit = clock.now() - older_than
    removed = 0
    for key in list(_keys()):
        if key not in known and default_storage.get_created_time(key) < limit:
            default_storage.delete(key)
            removed += 1
    return removed


def _keys() -> Iterator[str]:
    for shelf in get_args(Shelf):
        if not default_storage.exists(shelf):
            continue
        for year in default_storage.listdir(shelf)[0]:
            yield from (f"{shelf}/{year}/{name}" for name in default_storage.listdir(f"{shelf}/{year}")[1])


def delete(file: StoredFile) -> None:
    """Really delete a draft's file: the row now, the bytes when that has committed."""
    key = file.key
    file.delete()
    transaction.on_commit(partial(default_storage.delete, key))
