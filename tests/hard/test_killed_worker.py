"""A worker that is killed, told to end or started late loses nothing: what is owed is a row, and the sweep finds it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from post_office.models import STATUS, Email

from applications.models import Document, Notice
from portal import clock
from portal.files import storing
from portal.files.models import StoredFile
from tests import factories
from tests.hard.post import PostOffice, open_office
from tests.hard.worker import Worker, is_rendering, table_locked, waiting, worker_in

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]
OWED = 10


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_office() as office:
        yield office


@pytest.fixture
def worker(tmp_path: Path, post: PostOffice, settings) -> Iterator[Worker]:
    with worker_in(tmp_path, post.port) as one:
        settings.MEDIA_ROOT = one.files  # the web process of a real house shares them too
        yield one


def owe_documents(count: int = OWED) -> None:
    """So many applications come in; their receipts and mails are owed."""
    with clock.at(factories.NOW):
        for _ in range(count):
            factories.submitted_application(factories.call())
    assert Document.objects.filter(file=None).count() == count


def made() -> int:
    return Document.objects.filter(file__isnull=False).count()


def sent() -> int:
    return Email.objects.filter(status=STATUS.sent).count()


def stored(worker: Worker) -> set[str]:
    """The keys of all files that lie in the storage."""
    return {path.relative_to(worker.files).as_posix() for path in worker.files.rglob("*") if path.is_file()}


def assert_whole(worker: Worker, count: int = OWED) -> None:
    """Each row has its file, each file its row, and the bytes are the ones whose hash the row holds."""
    documents = Document.objects.select_related("file")
    assert documents.filter(file__isnull=False).count() == documents.count() == count
    assert stored(worker) == set(StoredFile.objects.values_list("key", flat=True))
    for document in documents:
        data = storing.read(document.file)
        assert data.startswith(b"%PDF")
        assert storing.hashlib.sha256(data).hexdigest() == document.file.sha256
        assert len(data) == document.file.size
        assert document.last_error == ""


def test_killed_while_the_first_of_ten_is_rendered(worker):
    owe_documents()
    worker.start()
    worker.wait(is_rendering, "the first document was begun")
    worker.kill()
    assert made() == 0
    worker.start()
    worker.wait(lambda: made() == OWED, "ten documents were made")
    assert_whole(worker)


def test_killed_again_and_again(worker):
    """At every third document, wherever it happens to be."""
    owe_documents()
    for reached in (3, 6, 9):
        worker.start()
        worker.wait(lambda reached=reached: made() >= reached and is_rendering(), f"document {reached} was begun")
        worker.kill()
    worker.start()
    worker.wait(lambda: made() == OWED, "ten documents were made")
    assert_whole(worker)


def test_killed_when_the_bytes_lie_there_but_no_row_knows_of_them(worker):
    """The next attempt writes over them: no orphan, no second copy."""
    owe_documents(2)
    before = stored(worker)
    with table_locked("files_storedfile"):
        worker.start()
        worker.wait(lambda: stored(worker) != before and waiting() > 0, "bytes were written")
        worker.kill()
        assert made() == 0
        assert len(stored(worker) - before) == 1
    worker.start()
    worker.wait(lambda: made() == 2, "both documents were made")
    assert_whole(worker, 2)


def test_told_to_end_while_rendering_it_finishes_and_loses_nothing(worker):
    owe_documents(4)
    worker.start()
    worker.wait(is_rendering, "the first document was begun")
    assert worker.terminate() == 0
    assert not is_rendering()
    left = made()
    assert left >= 1
    assert len(stored(worker)) == StoredFile.objects.count()
    worker.start()
    worker.wait(lambda: made() == 4, "the rest was made")
    assert_whole(worker, 4)


def test_a_lost_queue_loses_nothing(worker):
    """The messages are gone with the broker; the sweep at the start finds the rows."""
    owe_documents(2)
    assert not list((worker.room / "queue").iterdir())
    worker.start()
    worker.wait(lambda: made() == 2, "both documents were made")
    assert_whole(worker, 2)


def test_two_workers_make_each_document_once(worker, post):
    owe_documents(6)
    other = Worker(worker.room, post.port)
    worker.start()
    other.start()
    try:
        worker.wait(lambda: made() == 6, "six documents were made")
    finally:
        other.end()
    assert_whole(worker, 6)


def test_mails_go_out_once(worker, post):
    owe_documents(2)
    worker.start()
    worker.wait(lambda: sent() == Notice.objects.count(), "all mails were sent")
    assert set(post.ids()) == set(Email.objects.values_list("message_id", flat=True))
    assert set(post.ids().values()) == {1}


def test_killed_between_the_post_office_and_the_row_one_mail_repeats_as_itself(worker, post):
    owe_documents(3)
    mails = Email.objects.count()
    assert mails > 4

    def kill_at_the_third(count: int) -> None:
        if count == 3:
            worker.kill()  # the mail is in the post office's hands; the portal never hears that it was taken

    post.on_mail = kill_at_the_third
    worker.start()
    worker.process.wait()
    assert len(post.got) == 3
    worker.start()
    worker.wait(lambda: sent() == mails, "all mails were sent")
    repeated = {id: times for id, times in post.ids().items() if times > 1}
    assert list(repeated.values()) == [2]
    assert str(post.got[2]["Message-ID"]) in repeated
    first, again = (mail for mail in post.got if mail["Message-ID"] in repeated)
    assert (first["To"], first["Subject"], first.get_payload()) == (again["To"], again["Subject"], again.get_payload())
    assert set(post.ids()) == set(Email.objects.values_list("message_id", flat=True))
