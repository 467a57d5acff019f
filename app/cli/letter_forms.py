"""What `yongju letter --json` prints; keys are stable."""

from collections.abc import Iterable

from app.casework.letters import LetterLacks
from app.cli.forms import error_form, text_form
from app.domain.letters import (
    LetterField,
    LetterOffer,
    LetterTemplate,
    MissingFact,
    WrittenLetter,
)

Form = dict[str, object]


def letters_form(templates: Iterable[LetterTemplate]) -> Form:
    """Return the letters that there are."""
    return {"format": 1, "letters": [_template_form(each) for each in templates]}


def _template_form(template: LetterTemplate) -> Form:
    return {
        "id": template.id,
        "kind": template.kind.value,
        "title": text_form(template.title),
        "use": text_form(template.use),
        "about": [role.value for role in template.about],
        "answers": list(template.answers),
        "signing": text_form(template.signing),
        "needs": list(template.needs),
        "may": list(template.may),
    }


def offers_form(offers: Iterable[LetterOffer]) -> Form:
    """Return the letters that can be made of a case."""
    return {"format": 1, "letters": [_offer_form(each) for each in offers]}


def _offer_form(offer: LetterOffer) -> Form:
    return {
        "id": offer.template.id,
        "title": text_form(offer.template.title),
        "person": offer.person,
        "requirement": offer.requirement or None,
        "state": None if offer.state is None else offer.state.value,
        "missing": offer.missing,
    }


def fields_form(fields: Iterable[LetterField]) -> Form:
    """Return the names that a template uses, or may use."""
    return {"format": 1, "fields": [_field_form(each) for each in fields]}


def _field_form(field: LetterField) -> Form:
    return {
        "name": field.name,
        "label": text_form(field.label),
        "kind": field.kind,
        "needed": field.needed,
        "where": field.where or None,
    }


def lacks_form(lacks: LetterLacks) -> Form:
    """Return everything that a letter lacks."""
    return {**error_form(lacks), "missing": [_missing_form(each) for each in lacks.letter.missing]}


def _missing_form(missing: MissingFact) -> Form:
    return {
        "key": missing.key,
        "person": missing.person,
        "label": text_form(missing.fact.label),
        "language": None if missing.language is None else missing.language.value,
    }


def written_form(written: WrittenLetter) -> Form:
    """Return what was written."""
    return {
        "format": 1,
        "path": written.path,
        "letter": written.letter.template.id,
        "person": written.letter.person,
        "form": written.letter.form.value,
        "pages": written.pages or None,
        "marked": written.marked,
        "signing": text_form(written.letter.template.signing),
        "lacking": list(written.lacking),
        "left_out": list(written.left_out),
    }
