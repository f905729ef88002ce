import sys; sys.path.insert(0,'/tmp')
import pytest, time
from datetime import date
from portal.demo.world import build, moment
from portal.demo.stories import kraftsamling
from portal.demo.stories.script import tell
from applications.models import *
from portal.files import storing
from post_office.models import Email

@pytest.mark.django_db(transaction=True)
def test_it(settings, tmp_path):
    from applications import urls as u
    if not u.urlpatterns: settings.ROOT_URLCONF='scratch_urls'
    settings.MEDIA_ROOT=tmp_path
    w=build()
    tale=kraftsamling.story(w)
    t=time.monotonic()
    tell([tale], every=3)
    print("SECONDS", time.monotonic()-t)
    import pathlib
    out=pathlib.Path('/tmp/kout'); out.mkdir(exist_ok=True)
    for d in Document.objects.order_by("number"):
        print(d.number,d.kind,d.title,d.pages,d.attempts,d.last_error, d.made_at)
        if d.file: (out/f"{d.number}-{d.kind}.pdf").write_bytes(storing.read(d.file))
    with open('/tmp/kout/mails.txt','w') as f:
        for n in Notice.objects.order_by("created_at"):
            print(n.kind, '|', n.recipient.email,'|', n.subject)
            f.write(f"==== {n.created_at} {n.kind} -> {n.recipient.email}\n{n.subject}\n\n{n.email.message}\n")
    print(Case.objects.get().dnr, TransitionLog.objects.count(), Email.objects.filter(status=0).count(), Email.objects.count())
