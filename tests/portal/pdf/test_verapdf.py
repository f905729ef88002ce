"""veraPDF's verdict on our documents, and on broken copies of them: slow, since it starts a Java machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import pdf
from tests import verapdf
from tests.portal.pdf import samples
from tests.portal.pdf.documents import decision, page, receipt

pytestmark = pytest.mark.hard


def faults(data: bytes) -> list[str]:
    refused = [each for each in verapdf.verdicts(data) if not each.passed]
    return [f"{each.profile} {fault}" for each in refused for fault in each.faults or ("refused without a reason",)]


def test_verapdf_tells_a_bad_file_from_a_good_one() -> None:
    verapdf.prove_itself()


@pytest.mark.parametrize("name", sorted(verapdf.planted_faults()))
def test_a_planted_fault_is_refused(name: str) -> None:
    profile, data = verapdf.planted_faults()[name]
    assert not verapdf.verdict(data, profile).passed


@pytest.mark.parametrize("view", ["granted", "granted_with_many_conditions", "refused"])
def test_decisions_are_archival_and_accessible(view: str) -> None:
    assert faults(decision(getattr(samples, view)()).data) == []


def test_the_receipt_is_archival_and_accessible() -> None:
    assert faults(receipt(samples.receipt()).data) == []


def test_attachments_links_and_odd_characters_keep_the_file_archival() -> None:
    body = '<p>Barn \U0010fffd unga ≥ 3, Šimić, <a href="https://example.se/">Mina sidor</a></p>'
    attached = [pdf.Attached("beslut.json", b"{}", "Beslutet som data")]
    assert faults(pdf.render(page(body), title="Prov", created=samples.CREATED, attachments=attached)) == []


def test_the_command_counts_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.pdf").write_bytes(verapdf.sound_file())
    assert verapdf.main([str(tmp_path)]) == 0
    (tmp_path / "worse.pdf").write_bytes(verapdf.planted_faults()["no language"][1])
    assert verapdf.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 1 failed"
    assert verapdf.main([str(tmp_path / "nothing")]) == 2


def test_a_missing_jar_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(verapdf, "JAXB_FOLDER", tmp_path)
    with pytest.raises(verapdf.CannotRun, match=r"jaxb-runtime\.jar.*apt-get install libjaxb-java"):
        verapdf._jars()
