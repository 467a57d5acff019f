"""Which papers can never stand for what is asked."""

from app.checks.files import _says_same
from app.domain.case import EvidencePart
from app.domain.papers import KindTable, PaperKind
from app.domain.reading import KindGuess
from app.domain.words import Text

_LICENCE = PaperKind(
    "business-licence",
    Text("Licence", "执照"),
    ("employer-registration",),
    (EvidencePart.ORIGINAL, EvidencePart.TRANSLATOR_LICENCE),
)
_PROOF = PaperKind("employment-proof", Text("Proof of work", "在职证明"), ("employment-proof",))
_TABLE = KindTable(
    {each.id: each for each in (_LICENCE, _PROOF)},
    open=frozenset({"organisation-letter"}),
    letters=frozenset({"organisation-letter"}),
    no_letters=frozenset({"business-licence"}),
)


def _accepts(requirement: str, kind: str, *, chained: bool = True) -> bool | None:
    return _TABLE.accepts(requirement, EvidencePart.ORIGINAL, KindGuess(kind, 1.0, True), chained=chained)


def test_a_licence_may_be_a_translators_where_translations_are_asked_for() -> None:
    assert _accepts("employment-proof", "business-licence") is None
    assert _accepts("employment-proof", "business-licence", chained=False) is False


def test_a_licence_is_never_a_letter_though_letters_may_be_anything_else() -> None:
    assert _accepts("organisation-letter", "business-licence") is False
    assert _accepts("organisation-letter", "employment-proof") is None


def test_the_same_form_for_another_person_is_another_paper() -> None:
    one = frozenset({"健康证明", "姓名", "ROEANNA", "P1234567", "1985年3月2日"})
    other = frozenset({"健康证明", "姓名", "DOEBERNARD", "K7654321", "1979年11月30日"})
    assert not _says_same(one, other)
    assert _says_same(one, one - {"姓名"})
    assert _says_same(None, one)


def test_two_authentications_of_one_office_differ_by_their_number() -> None:
    one = frozenset({"APOSTILLE", "Germany", "HBrandt", "14September2026", "T720662026"})
    assert not _says_same(one, (one - {"T720662026"}) | {"T916764026"})
    assert _says_same(one, (one - {"T720662026"}) | {"T720662028"})
