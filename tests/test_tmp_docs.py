from django.core.management import call_command
from tests.factories import scenes
stage, take = scenes.stage, scenes.take
def test_p():
    call_command("seed")
    from applications.models import Document
    for d in Document.objects.all(): print(d.title, d.attempts, d.file_id, d.last_error[:300])
