"""Kinds of paper, and which requirements each of them can stand for."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.case import EvidencePart
from app.domain.reading import KindGuess
from app.domain.words import Text


@dataclass(frozen=True, slots=True)
class PaperKind:
    """Holds one kind of paper: its title, what it can answer (most usual first), as which part.

    `covers` names narrower kinds: a page that is known only as this kind may be any of them. One that
    is `sealed` counts with the issuer's stamp only.
    """

    id: str
    title: Text
    answers: tuple[str, ...] = ()
    parts: tuple[EvidencePart, ...] = (EvidencePart.ORIGINAL,)
    covers: tuple[str, ...] = ()
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class KindTable:
    """Holds every kind by its id, and the requirements that papers of any kind may answer.

    Of the open ones, `letters` ask for something written for the purpose: `no_letters` never are that.
    """

    kinds: Mapping[str, PaperKind]
    open: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    no_letters: frozenset[str] = frozenset()

    def accepts(
        self, requirement: str, part: EvidencePart, guess: KindGuess, *, chained: bool = True
    ) -> bool | None:
        """Say whether a page of that kind belongs to a part of a requirement; None where that is not certain.

        Never certain: a guess that is not sure, a requirement without kinds of its own, and a page that
        belongs to another part of the same requirement, since one file may hold the whole chain; where no
        chain is asked for (`chained`), a licence is no translator's.
        """
        kind = self.kinds.get(guess.kind)
        if kind is None or not guess.sure:
            return None
        if requirement in self.letters and part is EvidencePart.ORIGINAL and kind.id in self.no_letters:
            return False
        if not self._is_decided(requirement):
            return None
        if part is EvidencePart.TRANSLATION:
            return self._as_translation(requirement, kind, guess)
        if part in kind.parts and (part is not EvidencePart.ORIGINAL or self.answers(kind.id, requirement)):
            return True
        if self._is_of_the_chain(requirement, kind, guess, chained=chained):
            return None
        return False

    def names_other_kind(self, guess: KindGuess, requirement: str, part: EvidencePart) -> bool:
        """Say whether a page is certainly another kind of paper than is asked for."""
        return self.accepts(requirement, part, guess) is False

    def answers(self, kind_id: str, requirement: str) -> bool:
        """Say whether a kind, or one that it covers, can answer a requirement."""
        kind = self.kinds.get(kind_id)
        if kind is None:
            return False
        return requirement in kind.answers or any(self.answers(each, requirement) for each in kind.covers)

    def _is_decided(self, requirement: str) -> bool:
        """Say whether the requirement asks for papers of known kinds and no others."""
        if requirement in self.open:
            return False
        return any(requirement in kind.answers for kind in self.kinds.values())

    def _as_translation(self, requirement: str, kind: PaperKind, guess: KindGuess) -> bool | None:
        if EvidencePart.TRANSLATION in kind.parts:
            return self._translates(requirement, guess)
        # The translator's licence and the original often stand behind the translation in one file.
        return None if self._is_of_the_chain(requirement, kind, guess, chained=True) else False

    def _translates(self, requirement: str, guess: KindGuess) -> bool | None:
        if guess.of is None or guess.of not in self.kinds:
            return None
        kind = self.kinds[guess.of]
        if EvidencePart.AUTHENTICATION in kind.parts or self.answers(kind.id, requirement):
            return True
        return None if not kind.answers and not kind.covers else False

    def _is_of_the_chain(self, requirement: str, kind: PaperKind, guess: KindGuess, *, chained: bool) -> bool:
        if EvidencePart.TRANSLATION in kind.parts:
            return self._translates(requirement, guess) is not False
        none = (
            {EvidencePart.ORIGINAL} if chained else {EvidencePart.ORIGINAL, EvidencePart.TRANSLATOR_LICENCE}
        )
        other_parts = any(part not in none for part in kind.parts)
        return other_parts or self.answers(kind.id, requirement)
