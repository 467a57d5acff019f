"""A paper that counts only with a seal, and on which none was found, asks to be looked at."""

from dataclasses import replace

import pytest

from app.checks.seals import check_seals
from app.domain.files import FileKind
from app.domain.papers import KindTable
from app.domain.reading import Box, PageReading, Seal
from tests.support.cases import family, healthy_file
from tests.support.readings import KINDS, bench_of, page, reading

HEALTH = "anna/health.pdf"
SEAL = Seal(Box(0.6, 0.7, 0.8, 0.8), "round", "red")
SEALED = KindTable({id: replace(kind, sealed=id == "health-certificate") for id, kind in KINDS.kinds.items()})


def _codes(*pages: PageReading, kind: FileKind = FileKind.PDF) -> list[str]:
    facts = {HEALTH: replace(healthy_file(HEALTH, pages=len(pages)), kind=kind)}
    bench = bench_of(family(), {HEALTH: reading(*pages)}, facts)
    return [finding.code for finding in check_seals(replace(bench, kinds=SEALED))]


def test_a_paper_without_any_seal_is_told():
    assert _codes(page(kind="health-certificate")) == ["seal.not_found"]


def test_a_seal_on_any_of_its_pages_is_enough():
    second = replace(page(number=2), seals=(SEAL,))
    assert _codes(page(kind="health-certificate"), second) == []


@pytest.mark.parametrize("kind", ["passport", None])
def test_papers_that_need_none_are_silent(kind: str | None):
    assert _codes(page(kind=kind)) == []


def test_a_word_document_is_not_judged_by_its_words():
    assert _codes(page(kind="health-certificate"), kind=FileKind.DOCX) == []
