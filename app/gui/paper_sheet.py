"""What is asked of a paper and why: who issues it, how long it counts, where that is written."""

from app.domain.judgement import ChecklistItem
from app.domain.rules import Requirement
from app.domain.words import Language, Text
from app.gui.judgements import in_both
from app.gui.session import Session
from app.gui.sheet import Sheet
from app.gui.words import Words
from app.i18n.catalogue import N_, both, catalogue, filled
from app.i18n.judgements import word_chain, word_deposit
from app.i18n.terms import FORM_NAMES


def paper_sheet(session: Session, words: Words, item: ChecklistItem | None, requirement: Requirement) -> str:
    """Return everything that the rules say of a paper, as markup."""
    sheet = Sheet(words, linked=False)
    if item is not None:
        sheet.section(N_("Why it is asked"))
        category = session.desk.pack.categories[session.case.category].title
        sheet.text(item.ask.why or category, item.ask.source)
    sheet.section(N_("What is accepted"))
    sheet.text(requirement.accepts, requirement.source)
    sheet.section(N_("Who issues it"))
    sheet.text(requirement.issuer)
    sheet.section(N_("How to get it"))
    sheet.text(requirement.obtain)
    sheet.section(N_("What is handed in"))
    sheet.text(both(FORM_NAMES[requirement.form]))
    if item is not None:
        sheet.text(_copies_text(item), quiet=item.copies is None)
    _write_validity(sheet, session, requirement)
    if item is not None:
        _write_item(sheet, item)
    if requirement.legacy is not None:
        sheet.section(N_("What older lists call it"))
        sheet.text(requirement.legacy.text, requirement.legacy.source)
    return sheet.html()


def _copies_text(item: ChecklistItem) -> Text:
    """Say how many pieces and copies are asked."""

    def make(language: Language) -> str:
        say, parts = catalogue(language), []
        if item.ask.pieces > 1:
            parts.append(say("{count} pieces", count=item.ask.pieces))
        if item.copies is None:
            parts.append(say("No text that was read says how many copies."))
        else:
            parts.append(say.plural("{count} copy", "{count} copies", item.copies))
        return " · ".join(parts)

    return in_both(make)


def _write_validity(sheet: Sheet, session: Session, requirement: Requirement) -> None:
    case = session.case
    validity = session.desk.pack.places[case.place].validity_on(requirement, case.submit_on)
    if validity is not None:
        sheet.section(N_("How long it counts"))
        words = both("{months} months from the day of issue", months=validity.months)
        sheet.text(words, validity.source)


def _write_item(sheet: Sheet, item: ChecklistItem) -> None:
    """Write what holds for this paper of this person at this place."""
    sheet.section(N_("Who signs and stamps it"))
    for letter in item.unsigned:
        if letter.signing is not None:
            sheet.text(letter.signing)
    sheet.section(N_("If it comes from abroad"))
    for chain in item.chains:
        sheet.text(in_both(lambda language, chain=chain: word_chain(chain, language)), chain.source)  # type: ignore[misc]  # bound now
    sheet.section(N_("When it need not be given"))
    if item.waiver is not None:
        sheet.text(filled("This holds: {ground}", ground=item.waiver.ground), item.waiver.source)
    for waiver in item.waivable:
        sheet.text(filled("This might hold: {ground}", ground=waiver.ground), waiver.source)
    sheet.section(N_("Money in the bank"))
    for deposit in item.deposits:
        sheet.text(
            in_both(lambda language, deposit=deposit: word_deposit(deposit, language)),  # type: ignore[misc]  # bound now
            deposit.source,
        )
    sheet.section(N_("At this place"))
    for note in item.notes:
        sheet.text(note.text, note.source)
