"""Chooses the language of a packet's own words: Chinese, English, or both.

What is drawn is always a Text, Chinese first and English beneath. In a packet of one language both say
the same, and what reads the same in both is drawn once.
"""

from dataclasses import dataclass, replace

from app.domain.packet import ExhibitRequest, PacketRequest, SectionRequest
from app.domain.words import DisplayMode, Language, Text
from app.i18n.catalogue import both, catalogue, filled


@dataclass(frozen=True, slots=True)
class Wording:
    """Says messages and texts in the language of one packet."""

    mode: DisplayMode = DisplayMode.BOTH

    def __call__(self, message: str, /, **params: object) -> Text:
        """Return a message, its places filled."""
        return self.of(both(message, **params))

    def filled(self, message: str, /, **texts: Text) -> Text:
        """Return a message, each language filled with its own words."""
        return self.of(filled(message, **texts))

    def plural(self, one: str, many: str, count: int, /, **params: object) -> Text:
        """Return the form of a message that goes with a count, which fills the place {count}."""
        english, chinese = (
            catalogue(language).plural(one, many, count, **params) for language in (Language.EN, Language.ZH)
        )
        return self.of(Text(en=english, zh=chinese))

    def of(self, text: Text) -> Text:
        """Return a text as it stands in the packet."""
        if self.mode is DisplayMode.BOTH:
            return text
        return Text.same(text.in_language(Language(self.mode.value)))

    def listed(self, texts: tuple[Text, ...]) -> Text:
        """Return short texts one after the other, parted as each language does."""
        chinese = "；".join(text.zh for text in texts)
        english = "; ".join(text.en for text in texts)
        if self.mode is DisplayMode.BOTH and all(text.zh == text.en for text in texts):
            return Text.same(chinese)
        return self.of(Text(en=english, zh=chinese))

    def request(self, request: PacketRequest) -> PacketRequest:
        """Return a request whose texts stand in the packet's language; names stay as they are."""
        if self.mode is DisplayMode.BOTH:
            return request
        return replace(
            request,
            category=self.of(request.category),
            place=self.of(request.place),
            office=self.of(request.office),
            people=tuple(tuple(self.of(cell) for cell in person) for person in request.people),
            sections=tuple(self._section(section) for section in request.sections),
            left_out=tuple(replace(paper, title=self.of(paper.title)) for paper in request.left_out),
        )

    def _section(self, section: SectionRequest) -> SectionRequest:
        return replace(
            section,
            title=self.of(section.title),
            subtitle=self.of(section.subtitle),
            exhibits=tuple(self._exhibit(exhibit) for exhibit in section.exhibits),
        )

    def _exhibit(self, exhibit: ExhibitRequest) -> ExhibitRequest:
        return replace(
            exhibit,
            title=self.of(exhibit.title),
            details=tuple(self.of(detail) for detail in exhibit.details),
            notes=tuple(self.of(note) for note in exhibit.notes),
        )


def wording_of(request: PacketRequest) -> Wording:
    """Return the wording that a request asks for."""
    return Wording(request.options.language)
