"""Faults of Word templates become words: where each stands, what it is, and what to do about it."""

from app.domain.letters import DocumentPlace, TemplateFault
from app.domain.words import Language
from app.i18n.catalogue import N_, catalogue
from app.i18n.wording import NEAREST

# What each fault says; {tag} is what stands in the document, {nearest} a known name or the tag it belongs to.
TEMPLATE_FAULTS: dict[str, str] = {
    "template.not_word": N_(
        "This is no Word document. Save the template in Word as a Word document (.docx), then add that file."
    ),
    "template.old_word": N_(
        "This is a document of an older Word (.doc). Save it in Word as a Word document (.docx), then add "
        "that file."
    ),
    "template.locked": N_(
        "This document is locked with a password. Take the password away in Word, save it, then add it again."
    ),
    "template.macros": N_(
        "This document carries macros. Save it in Word as a Word document without macros (.docx), then add "
        "that file."
    ),
    "template.strict": N_(
        "This document is saved as Strict Open XML. Save it in Word as an ordinary Word document (.docx)."
    ),
    "template.too_large": N_(
        "This document is too large for a letter. Make its pictures smaller, or take out what the letter "
        "does not need."
    ),
    "template.unreadable": N_(
        "This document is damaged or was not written by Word. Open it in Word, save it under a new name, "
        "then add that file."
    ),
    "template.does_not_fill": N_(
        "This document cannot be filled, though its names are right. Copy its contents into a new Word "
        "document, then add that."
    ),
    "template.inserted_file": N_(
        "Another file is inserted here, which a letter cannot take along. Paste its contents instead."
    ),
    "template.linked_picture": N_(
        "A picture here is only linked, so the letter would lack it. Insert the picture itself."
    ),
    "template.object": N_(
        "An embedded object stands here (a sheet, a chart, a control). Put a picture or plain text in its "
        "place."
    ),
    "template.field": N_(
        'The field "{tag}" takes its words from elsewhere or cannot be kept. Put plain text in its place.'
    ),
    "template.tracked_change": N_(
        "A change is still tracked here. Accept or reject all changes in Word, then save the template."
    ),
    "template.unknown_name": N_(
        "{tag}: no letter knows this name. The list of names shows those that can be used."
    ),
    "template.unknown_list": N_("{tag}: there is no list of this name to go through."),
    "template.list_printed": N_(
        "{tag}: this is a list. Go through its rows: {{%tr for row in LIST %}} … {{%tr endfor %}}."
    ),
    "template.name_taken": N_(
        "{tag}: the rows of this list need a name that nothing else has. Call each of them row."
    ),
    "template.broken_tag": N_(
        "{tag}: this is no whole tag. One begins with {{{{ and ends with }}}} (or {{% and %}}), in the same "
        "paragraph, and holds one name."
    ),
    "template.full_width": N_(
        "{tag}: these braces are full-width, so nothing would be filled in. Type them as {{{{ and }}}} with "
        "an English keyboard."
    ),
    "template.tag_too_long": N_("{tag}: this tag is too long. A tag holds a name or a short condition."),
    "template.unclosed_block": N_(
        "{tag}: what begins here does not end. Write {{% endif %}} or {{% endfor %}} after it."
    ),
    "template.unopened_end": N_("{tag}: nothing begins before it that it could end."),
    "template.block_across": N_(
        "{tag} and {nearest} belong together, but stand in different surroundings. Put both into the same "
        "paragraph, or each alone into a paragraph ({{%p … %}}) or a row ({{%tr … %}})."
    ),
    "template.not_alone": N_(
        "{tag}: its paragraph, row or cell goes with it, so nothing else may stand there, neither words nor "
        "pictures."
    ),
    "template.too_deep": N_("{tag}: too many blocks lie within each other. Two loops are the most."),
    "template.unsafe_expression": N_(
        "{tag}: only names and conditions with and, or, not, == and != can stand here; nothing is calculated "
        "or called."
    ),
    "template.not_supported": N_(
        "{tag}: letters do not know this. They know names, if … elif … else … endif, and for … endfor."
    ),
    "template.hidden_tag": N_(
        "{tag}: this stands where no words are (the description of a picture, the name of a mark). Take it "
        "out of there."
    ),
    "template.in_note": N_("{tag}: nothing can be filled into a footnote or endnote. Put it into the text."),
    "template.too_many_tags": N_("From here on there are too many tags. A letter has at most {most}."),
}
_OTHER = N_("{tag}: this cannot be used.")
# How many tags a template may have; told with the fault.
MOST_TAGS = 1_000
PARTS = {
    "body": N_("Main text"),
    "header": N_("Page header"),
    "footer": N_("Page footer"),
    "note": N_("Footnote or endnote"),
}


# What the PDF of an own template may lack.
LEFT_OUT_NAMES = {
    "shape": N_("shapes and text boxes"),
    "picture": N_("pictures of a kind that cannot be drawn"),
    "numbering": N_("automatic numbers"),
    "sections": N_("headers, footers and page sizes of later sections"),
    "note": N_("footnotes and endnotes"),
    "formula": N_("formulas"),
    "symbol": N_("symbols of special fonts"),
    "ruby": N_("readings over the words"),
}


def word_template_fault(fault: TemplateFault, language: Language) -> str:
    """Say where a fault of a template stands, what it is, and what to do."""
    say = catalogue(language)
    words = say(TEMPLATE_FAULTS.get(fault.code, _OTHER), tag=fault.tag, nearest=fault.nearest, most=MOST_TAGS)
    # Of a block that is torn, the other tag stands in the sentence itself.
    if fault.nearest and fault.code != "template.block_across":
        words += ("" if language is Language.ZH else " ") + say(NEAREST, nearest=fault.nearest)
    place = place_words(fault.place, language)
    return say("{place}: {words}", place=place, words=words) if place else words


def place_words(place: DocumentPlace, language: Language) -> str:
    """Say where in a Word document something stands, "" where it is the document as a whole."""
    say = catalogue(language)
    part = say(PARTS.get(place.part, PARTS["body"]))
    if not place.paragraph:
        words = "" if place.part == "body" else part
    elif place.table:
        words = say(
            "{part}, table {table}, row {row}, column {column}",
            part=part,
            table=place.table,
            row=place.row,
            column=place.column,
        )
    else:
        words = say("{part}, paragraph {paragraph}", part=part, paragraph=place.paragraph)
    return say("{place} (“{words}”)", place=words or part, words=place.words) if place.words else words
