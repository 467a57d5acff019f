"""Findings, faults and errors become sentences here: what, where, and what to do next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.case import Case, EvidencePart, PersonRole
from app.domain.errors import AppError, Fault
from app.domain.findings import DEFAULT_SEVERITY, Finding, Param
from app.domain.judgement import Contradiction
from app.domain.packet import Discrepancy, Progress
from app.domain.rules import AuthenticationWay, RulePack
from app.domain.sources import Source
from app.domain.words import Language, Text
from app.i18n.catalogue import N_, catalogue
from app.i18n.terms import (
    CONFIDENCE_NAMES,
    PART_NAMES,
    ROLE_NAMES,
    WAY_NAMES,
    amount_words,
    country_name,
    date_words,
    money_words,
)
from app.i18n.written import written_month

# What each finding says, and what to do about it. A code with a part behind ":" is the form used when
# the finding has that param, or its `reason` has that value.
FINDINGS: dict[str, tuple[str, str]] = {
    "upload.over_limit": (
        N_("{name} has {size} KB; the place takes at most {limit} KB in one file."),
        N_(
            "Scan the paper again with fewer dots per inch, or ask the office whether it may come in two files."
        ),
    ),
    "upload.over_limit:even_reduced": (
        N_(
            "{name} has {size} KB; the place takes at most {limit} KB in one file. With its scans at {dpi} dpi "
            "it would still have {reduced_size} KB, so it was left as it is."
        ),
        N_("Ask the office whether it may come in two files; coarser scans could no longer be read."),
    ),
    "upload.too_many_pages": (
        N_("{name} has {pages} pages; the place takes at most {limit} in one file."),
        N_("Ask the office whether it may come in two files."),
    ),
    "upload.photo_not_fitting": (
        N_(
            "No photo file as the place asks could be made of {file}: {reasons} It stands in {name} as it is."
        ),
        N_("Have a new photo taken, or ask the office whether this one will do."),
    ),
    "upload.left_out": (
        N_("{file} cannot be used, so it is in no file of the upload set."),
        N_("Replace it with a readable file and write the upload set again."),
    ),
    "upload.left_out:page": (
        N_("Page {page} of {file} cannot be used, so it is in no file of the upload set."),
        N_("Replace it with a readable file and write the upload set again."),
    ),
    "upload.large": (
        N_(
            "{name} has {size} KB, more than {limit} KB. No rule of the place was found; many portals refuse "
            "larger files."
        ),
        N_("Ask which size the portal takes before you upload."),
    ),
    "upload.many_pages": (
        N_("{name} has {pages} pages, more than {limit}. No rule of the place was found."),
        N_("Ask how many pages the portal takes before you upload."),
    ),
    "upload.signature_lost": (
        N_("{file} is digitally signed; {name} shows its pages, but no longer carries the signature."),
        N_("If the office checks signatures, hand the original file over as well."),
    ),
    "upload.reduced": (
        N_(
            "{name}: to stay below {limit} KB, the scans on these pages were drawn anew at {dpi} dpi "
            "(JPEG quality {quality}): {pages}. The originals stay as they are."
        ),
        N_("Look at these pages once before you upload them."),
    ),
    "requirement.missing": (
        N_("{requirement} for {person} is not there yet."),
        N_("Add the file; if you think it is not needed, ask the window first, then enter who said so."),
    ),
    "requirement.missing:country": (
        N_("{requirement} issued in {country} for {person} is not there yet."),
        N_("Add the file and name {country} as the country of issue."),
    ),
    "requirement.too_few": (
        N_("{requirement} for {person}: {asked} are asked, {given} given."),
        N_("Add the missing ones, one file each."),
    ),
    "letter.unsigned": (
        N_("{file} is our letter for {requirement} for {person}; it is not signed and sealed yet."),
        N_("Print it, have it signed and sealed, scan it and let the scan take its place."),
    ),
    "letter.unsigned:signing": (
        N_("{file} is our letter for {requirement} for {person}; it is not signed and sealed yet."),
        N_("Print it and have it signed and sealed; then scan it and let the scan take its place. {signing}"),
    ),
    "letter.unsigned:beside": (
        N_(
            "{file} is our letter for {requirement} for {person}, which nobody has signed; "
            "another paper is there for it already."
        ),
        N_("Take the letter out of the case, or let a signed scan take its place."),
    ),
    "letter.outdated": (
        N_("{file} is our letter for {requirement} for {person}; the case says something else by now."),
        N_("Read the letter in step 5 as it is now and attach it anew, before anybody signs the old one."),
    ),
    "requirement.count_unclear": (
        N_("{requirement} for {person}: {asked} are asked, and one file may hold them all."),
        N_("Look through the file and make sure that every one is in it."),
    ),
    "requirement.not_asked": (
        N_("{file} is entered as {requirement} for {person}, which this category and place do not ask for."),
        N_("It goes into the packet all the same; take it out if it should not."),
    ),
    "requirement.ask_window": (
        N_("{requirement} for {person}: the rule names no age, and below {age} windows decide differently."),
        N_("Ask the window whether it is needed."),
    ),
    "requirement.undecided": (
        N_(
            "Whether this is needed for {person} depends on an answer: {requirements}. The question: {question}"
        ),
        N_("Answer the question on the page of categories."),
    ),
    "requirement.waived": (
        N_("{requirement} for {person} need not be given: {ground}"),
        N_("Take it along all the same if you have it."),
    ),
    "requirement.said_not_needed": (
        N_('{requirement} for {person} is left out: "{reason}". Who said so: {said_by}.'),
        N_("Take proof of who said so along to the window; if you are not sure, ask the window again."),
    ),
    "requirement.said_not_needed:dated": (
        N_('{requirement} for {person} is left out: "{reason}". Who said so: {said_by}, on {said_on}.'),
        N_("Take proof of who said so along to the window; if you are not sure, ask the window again."),
    ),
    "requirement.said_not_needed:part": (
        N_('A part of {requirement} for {person} is left out: "{reason}". Who said so: {said_by}.'),
        N_("Take proof of who said so along to the window; if you are not sure, ask the window again."),
    ),
    "requirement.said_not_needed:part-dated": (
        N_(
            'A part of {requirement} for {person} is left out: "{reason}". Who said so: {said_by}, on {said_on}.'
        ),
        N_("Take proof of who said so along to the window; if you are not sure, ask the window again."),
    ),
    "requirement.not_needed_given": (
        N_(
            '{requirement} for {person} is there, and {said_by} is entered as saying that it is not needed: "{reason}".'
        ),
        N_("Both stand: the paper goes into the packet and counts as usual. Take out whichever is wrong."),
    ),
    "requirement.not_needed_unasked": (
        N_(
            '{requirement} for {person} is said not to be needed ({said_by}: "{reason}"), and it is not asked here.'
        ),
        N_("Take the entry out, or name the country in it if one country's paper is meant."),
    ),
    "category.condition_not_met": (
        N_("By the answers, a condition of this category is not met: {condition}."),
        N_("Check the answer; otherwise this category does not fit, so look through the list."),
    ),
    "category.condition_not_met:later": (
        N_(
            "By the answers, a condition of this category is not met yet: {condition}. It is from {met_on} on."
        ),
        N_("Check the answer, or plan the visit for that day or later."),
    ),
    "category.condition_open": (
        N_("It is not known whether a condition of this category is met: {condition}."),
        N_("Answer the question on the page of categories."),
    ),
    "case.planned_day_past": (
        N_("The planned day, {submit_on}, has passed."),
        N_("Choose a day to come: every validity is counted to the planned day."),
    ),
    "person.role_missing": (
        N_("Papers of another person are asked, who is not entered ({role}): {requirements}."),
        N_("Add that person to the case with the role named here."),
    ),
    "answer.before_age:birth": (
        N_("By the answer {value} this began before the birth: {question}"),
        N_("Correct the answer or the birth date; until then nothing is decided on it."),
    ),
    "answer.too_small": (
        N_("The answer {value} cannot be; at least {least} is possible: {question}"),
        N_("Correct the answer; until then nothing is decided on it."),
    ),
    "answer.too_large": (
        N_("The answer {value} cannot be; at most {most} is possible: {question}"),
        N_("Correct the answer; until then nothing is decided on it."),
    ),
    "answer.in_future": (
        N_("The answer {value} lies in the future: {question}"),
        N_("Correct the day; until then nothing is decided on it."),
    ),
    "answer.before_age": (
        N_("By the answer {value} this began before the age of {age}: {question}"),
        N_("Correct the answer or the birth date; until then nothing is decided on it."),
    ),
    "answer.differs_from_person": (
        N_("The answer is {value}, but what is entered of the person says {said}: {question}"),
        N_("Correct one of the two; until then nothing is decided on them."),
    ),
    "answer.differs_from_day": (
        N_("The answer is {value}, but counted from {since} it is {counted}: {question}"),
        N_("Correct one of the two; until then nothing is decided on them."),
    ),
    "answer.longer_than": (
        N_("{value} years cannot lie inside {around} years. The two questions are: {question} — {other}"),
        N_("Correct one of the two answers; until then nothing is decided on them."),
    ),
    "answer.more_than": (
        N_("{value} cannot be part of {around}. The two questions are: {question} — {other}"),
        N_("Correct one of the two answers; until then nothing is decided on them."),
    ),
    "answer.only_if": (
        N_("The answer {value} makes no sense while another is no: {question} — {other}"),
        N_("Correct one of the two answers; until then nothing is decided on them."),
    ),
    "year.before_birth": (
        N_("The figures of {year} lie before the birth on {birth_date}."),
        N_("Correct the year or the birth date; until then nothing is decided on it."),
    ),
    "stay.before_birth": (
        N_("A stay of {person} begins on {entered_on}, before the birth on {birth_date}."),
        N_("Correct one of the two; until then the stays are not counted."),
    ),
    "year.too_many_days": (
        N_(
            "In {year} there are {value} days in China, but only {most} days are possible up to the planned day."
        ),
        N_("Correct the number; until then nothing is decided on it."),
    ),
    "year.tax_above_wage": (
        N_("In {year} the income tax ({tax}) is higher than the wage ({wage})."),
        N_("Correct the figures; until then nothing is decided on them."),
    ),
    "person.born_in_future": (
        N_("The birth date of {person}, {birth_date}, lies in the future."),
        N_("Correct it as the passport shows it."),
    ),
    "person.child_older": (
        N_("By the birth dates the child {person} is not younger than the principal applicant."),
        N_("Correct the birth dates as the passports show them."),
    ),
    "person.spouse_of_unmarried": (
        N_("{person} is entered as the spouse, but the principal applicant is entered as not married."),
        N_("Correct one of the two."),
    ),
    "stay.ends_before": (
        N_("A stay ends on {left_on}, before it begins on {entered_on}."),
        N_("Correct the days by the entry and exit record; until then the stays are not counted."),
    ),
    "stay.overlaps": (
        N_("Two stays overlap: one from {entered_on} to {left_on}, the next from {next_entered_on} already."),
        N_("Correct the days by the entry and exit record; until then the stays are not counted."),
    ),
    "stay.open_inside": (
        N_("The stay from {entered_on} has no exit, but the next entry is on {next_entered_on}."),
        N_("Enter the day of exit by the entry and exit record; until then the stays are not counted."),
    ),
    "stay.differs_from_year": (
        N_("For {year}, {value} days in China are entered, but the list of stays comes to {counted}."),
        N_("Correct one of the two; until then neither is counted."),
    ),
    "stay.record_differs": (
        N_(
            "For {year}, {typed} days in China are entered, but the entry and exit record ({file}) comes to {read}."
        ),
        N_("Count the days by the record and correct the entry."),
    ),
    "stay.long_absence": (
        N_("Between {left_on} and {entered_on} lie {value} days outside China."),
        N_("A long absence can break years that must follow each other; ask the window."),
    ),
    "file.empty": (
        N_("{file} is empty: it has no content or no pages."),
        N_("Scan or save it again and replace it."),
    ),
    "file.unreadable": (
        N_("{file} is damaged and cannot be opened completely, not even after repair."),
        N_("Scan or export it again and replace it."),
    ),
    "file.unreadable:page": (
        N_("Page {page} of {file} is damaged and cannot be read, not even after repair."),
        N_("Scan or export it again and replace it."),
    ),
    "file.encrypted": (
        N_("{file} does not open without a password."),
        N_("Save a copy without the password and use that copy."),
    ),
    "file.unsupported": (
        N_("{file} is not a PDF, a picture (JPEG, PNG, TIFF, HEIC, WebP, BMP) or a Word file (DOCX)."),
        N_("Open it in the program that made it, save it as PDF and use that file."),
    ),
    "file.needs_converter": (
        N_(
            "{file} is a Word file, and neither LibreOffice nor Microsoft Word was found on this machine to lay it out."
        ),
        N_("Open it where it was written, save it as PDF and use that file."),
    ),
    "file.converted": (
        N_("{file} is a Word file: the packet shows its pages as they were laid out on this machine."),
        N_("You have looked at them and found them right; nothing needs to be done."),
    ),
    "file.converted:laid-out": (
        N_("{file} is a Word file: the packet shows its pages as {converter} laid them out on this machine."),
        N_("You have looked at them and found them right; nothing needs to be done."),
    ),
    "file.layout_unapproved": (
        N_(
            "{file} is a Word file: the packet shows its pages as they are laid out on this machine, which may differ from what its writer saw."
        ),
        N_(
            "Look at its pages and say that they are right, or save it as PDF where it was written and use that."
        ),
    ),
    "file.layout_unapproved:laid-out": (
        N_(
            "{file} is a Word file: the packet shows its pages as {converter} laid them out on this machine, which may differ from what its writer saw."
        ),
        N_(
            "Look at its pages and say that they are right, or save it as PDF where it was written and use that."
        ),
    ),
    "file.layout_unapproved:fonts": (
        N_(
            "{file} is a Word file, and {converter} laid it out with other fonts than it asks for, so lines and pages may break elsewhere: {fonts}."
        ),
        N_(
            "Look at its pages and say that they are right, or save it as PDF where it was written and use that."
        ),
    ),
    "file.too_heavy": (
        N_("{file} takes more time or memory to open than any paper should, so it was set aside."),
        N_("Scan or export it again at a usual resolution (300 dpi) and replace it."),
    ),
    "file.too_heavy:page": (
        N_(
            "Page {page} of {file} takes more time or memory to open than any page should, so it was set aside."
        ),
        N_("Scan or export it again at a usual resolution (300 dpi) and replace it."),
    ),
    "file.dynamic_form": (
        N_("{file} is a form that only Adobe Reader can open; all that its page says is to please wait."),
        N_("Open it in Adobe Reader, print it as PDF or on paper, and use that."),
    ),
    "file.note_not_drawn": (
        N_("Page {page} of {file} has a stamp without a picture of its own; the packet does not show it."),
        N_("If it matters, open the file in the program that made it, print it as PDF and use that."),
    ),
    "file.pages_unknown": (
        N_("The page selection {selection} does not fit {file}, which has {total} pages."),
        N_("Correct the selection."),
    ),
    "file.turns_unknown": (
        N_("The case turns page {pages}, but {file} has {total} pages; that turn is left out."),
        N_("Pages count through all files of a paper. Correct the number, or turn the page in the window."),
    ),
    "file.repaired": (
        N_("{file} was damaged; a repaired copy with {pages} pages is used."),
        N_("Compare the copy with the paper: nothing may be missing."),
    ),
    "file.wrong_extension": (
        N_("{file} does not hold what its ending says: it is a {kind} file."),
        N_("It is used as what it is; nothing needs to be done."),
    ),
    "file.active_content": (
        N_("{file} carries active content ({content}), which does not reach the packet."),
        N_("Look whether its pages show everything that they should."),
    ),
    "file.signed": (
        N_("{file} carries a digital signature, which no assembled packet can keep."),
        N_(
            "Have the file itself put beside the packet or attached to it (on the page of the packet), in case the office asks for it."
        ),
    ),
    "file.signed:one": (
        N_("{file} was signed digitally by {signer}; no assembled packet can keep that signature."),
        N_(
            "Have the file itself put beside the packet or attached to it (on the page of the packet), in case the office asks for it."
        ),
    ),
    "file.signed:one-dated": (
        N_("{file} was signed digitally by {signer} on {day}; no assembled packet can keep that signature."),
        N_(
            "Have the file itself put beside the packet or attached to it (on the page of the packet), in case the office asks for it."
        ),
    ),
    "file.signed:several": (
        N_(
            "{file} was signed digitally {count} times ({signer}); no assembled packet can keep these signatures."
        ),
        N_(
            "Have the file itself put beside the packet or attached to it (on the page of the packet), in case the office asks for it."
        ),
    ),
    "file.signed:several-dated": (
        N_(
            "{file} was signed digitally {count} times ({signer}), last on {day}; no assembled packet can keep these signatures."
        ),
        N_(
            "Have the file itself put beside the packet or attached to it (on the page of the packet), in case the office asks for it."
        ),
    ),
    "file.duplicate": (
        N_("{file} shows the same as {other_file}, which stands for {other_requirement} of {other_person}."),
        N_("Look which of the two is right and replace the other."),
    ),
    "reading.stopped": (
        N_(
            "Not all of {file} could be read by the program, so what stands on it was not checked completely."
        ),
        N_("Look through it yourself: names, dates, numbers, and that every page can be read."),
    ),
    "reading.stopped:timeout": (
        N_("Reading {file} took too long and was stopped, so what stands on it was not checked completely."),
        N_("Look through it yourself, or scan it again at a usual resolution (300 dpi) and replace it."),
    ),
    "reading.stopped:memory": (
        N_("{file} takes too much memory to be read, so what stands on it was not checked completely."),
        N_("Look through it yourself, or scan it again at a usual resolution (300 dpi) and replace it."),
    ),
    "reading.stopped:too-many-pages": (
        N_("{file} has more pages than a paper usually has; the program did not read the later ones."),
        N_("Look through those yourself, or leave out the pages that are not needed."),
    ),
    "page.blank": (
        N_("Page {page} of {file} is blank."),
        N_("Leave the page out, or scan it again if something should stand on it."),
    ),
    "page.blurred": (
        N_("Page {page} of {file} is too blurred to be read."),
        N_("Scan or photograph it again, sharp and in good light, and replace it."),
    ),
    "page.low_resolution": (
        N_(
            "Page {page} of {file} has about {dpi} dots per inch at the size it is printed; at least {least} are needed for clear print."
        ),
        N_("Scan it again with 300 dots per inch and replace it."),
    ),
    "page.sideways": (
        N_("The text on page {page} of {file} does not stand upright."),
        N_("The packet turns the page upright. Look at the preview, and turn it yourself if it is wrong."),
    ),
    "page.cut_edge": (
        N_("Writing on page {page} of {file} runs off the edge ({sides})."),
        N_("Look whether anything is cut off; if so, scan the whole page again."),
    ),
    "seal.not_found": (
        N_("No seal was found on {file}, and papers of this kind are usually refused without one."),
        N_(
            "If it bears a seal and the scan is black and white, scan it again in colour; if it bears none, "
            "have it sealed."
        ),
    ),
    "page.glare": (
        N_("Part of page {page} of {file} is washed out by light."),
        N_("Look whether everything can be read; if not, photograph it again without flash."),
    ),
    "document.mismatch": (
        N_("{file} is given as {requirement} for {person}, but page {page} reads as another paper: {kind}."),
        N_("Look whether the right file was chosen; if it is right, nothing needs to be done."),
    ),
    "document.page_missing": (
        N_("{requirement} for {person} ({file}) says that it has {asked} pages; {given} are given."),
        N_("Add the missing pages, or look whether the page selection leaves some out."),
    ),
    "document.pages_scattered": (
        N_(
            "{requirement} for {person} ({file}) says that it has {asked} pages; {given} of them are given here, others as another entry."
        ),
        N_("Put all of its pages into one entry, in their order."),
    ),
    "text.character_missing": (
        N_("The packet's font has no sign for {character} ({codepoint}), which stands in: {text}"),
        N_("The packet shows its code in that place; write the sign in by hand after printing."),
    ),
    "person.not_minor:age": (
        N_("{person} is {age} on the planned day; a child can come along only below {under_age}."),
        N_("{person} needs a category of their own: look through the list."),
    ),
    "person.not_minor:married": (
        N_("{person} is married; only an unmarried child can come along."),
        N_("{person} needs a category of their own: look through the list."),
    ),
    "person.not_accompanying": (
        N_("{person} ({role}) cannot come along in this category."),
        N_("{person} needs a category of their own: look through the list."),
    ),
    "person.birth_date_missing": (
        N_(
            "The birth date of {person} is not entered, so it cannot be checked whether they are below {under_age}."
        ),
        N_("Enter the birth date as the passport shows it."),
    ),
    "identity.name_mismatch": (
        N_("{file} names {whose} as {read}; it should be {typed}."),
        N_(
            "Compare it with the passport. If the paper is wrong, have it corrected; if the entry is wrong, correct the entry."
        ),
    ),
    "identity.name_mismatch:other": (
        N_("{file} is given for {whose} but names {read}, who is {other_person}."),
        N_("Look whether it belongs to {other_person}; if so, move it there and add the right one."),
    ),
    "identity.name_unclear": (
        N_(
            "A name on {file} reads {read}; {typed} is expected. It may have been misread, or be another way of writing."
        ),
        N_("Look at page {page} and compare the name with the passport letter by letter."),
    ),
    "identity.birth_date_mismatch": (
        N_("{file} gives {read} as the birth date of {whose}; it should be {typed}."),
        N_(
            "Compare it with the passport. If the paper is wrong, have it corrected; if the entry is wrong, correct the entry."
        ),
    ),
    "identity.birth_date_unclear": (
        N_("A birth date on {file} may read {read}; {typed} is expected. It could not be read for certain."),
        N_("Look at page {page} and compare the date with the passport."),
    ),
    "identity.passport_number_mismatch": (
        N_("{file} gives {read} as the passport number of {whose}; it should be {typed}."),
        N_(
            "Look whether it was made out on an earlier passport: then add a copy of that one. Otherwise have it corrected."
        ),
    ),
    "identity.passport_number_mismatch:other": (
        N_(
            "{file} is given for {whose} but bears the passport number {read}, which is that of {other_person}."
        ),
        N_("Look whether it belongs to {other_person}; if so, move it there and add the right one."),
    ),
    "identity.passport_number_mismatch:passport": (
        N_("The passport of {whose} ({file}) bears the number {read}; {typed} is entered."),
        N_("Compare the two and correct the entry, or give the passport that is in use."),
    ),
    "identity.passport_number_unclear": (
        N_(
            "A passport number on {file} may read {read}; {typed} is expected. It could not be read for certain."
        ),
        N_("Look at page {page} and compare the number with the passport."),
    ),
    "identity.employer_differs": (
        N_("{file} names the employer {read}; the work permit names {typed}."),
        N_("Look whether the employer has changed; then the work permit has to be changed as well."),
    ),
    "identity.position_differs": (
        N_("{file} gives the position as {read}; the work permit gives {typed}."),
        N_("Ask the employer which is right and let all papers say the same."),
    ),
    "passport.mrz_unreadable": (
        N_("The machine-readable lines at the foot of the passport of {person} ({file}) could not be read."),
        N_("Give a sharp, straight picture of the whole data page, both lines included."),
    ),
    "passport.mrz_check_digit": (
        N_(
            "The machine-readable lines of the passport of {person} ({file}) contradict their own check digits ({fields})."
        ),
        N_(
            "Compare the lines with the passport. If the picture shows something else, scan it again; if not, ask the authority that issued the passport."
        ),
    ),
    "passport.expired": (
        N_("The passport of {person} expires on {expires_on}; the planned day is {submit_on}."),
        N_("Renew the passport first, and then have the permit transferred to the new one."),
    ),
    "passport.expires_soon": (
        N_("The passport of {person} expires on {expires_on}, within {months} months after the planned day."),
        N_("Ask the window whether it is long enough, or renew it before."),
    ),
    "passport.expiry_missing": (
        N_(
            "The expiry date of the passport of {person} is not entered and was not read for certain, so it cannot be checked."
        ),
        N_("Enter the date as the passport shows it."),
    ),
    "date.too_old": (
        N_(
            "{requirement} for {person} ({file}) was issued on {issued_on} and counts for {months} months, "
            "until {use_by}; the planned day is {submit_on}."
        ),
        N_("Have it issued again, or go earlier."),
    ),
    "date.use_by_soon": (
        N_(
            "{requirement} for {person} ({file}) counts until {use_by}, only {days} days after the planned day."
        ),
        N_("Do not postpone the visit beyond that day, or have it issued again."),
    ),
    "date.use_by_soon:last-day": (
        N_("{requirement} for {person} ({file}) counts until {use_by}, the planned day itself."),
        N_("Do not postpone the visit, or have it issued again."),
    ),
    "date.expiry_missing": (
        N_(
            "The day on which {requirement} for {person} ({file}) expires is not entered and was not read for certain, so it cannot be checked."
        ),
        N_("Enter the date that stands on it."),
    ),
    "date.expired": (
        N_("{requirement} for {person} ({file}) expires on {expires_on}; the planned day is {submit_on}."),
        N_("Renew it before the visit."),
    ),
    "date.in_future": (
        N_(
            "{requirement} for {person} ({file}) is entered as issued on {issued_on}, which is still to come."
        ),
        N_("Look at the paper and correct the date."),
    ),
    "date.not_found": (
        N_(
            "The issue date of {requirement} for {person} ({file}) is not entered and was not read for certain, so it cannot be checked whether it still counts."
        ),
        N_("Enter the date that stands on the paper."),
    ),
    "date.too_old:read": (
        N_(
            "{requirement} for {person} ({file}) was issued on {issued_on}, as read on page {page}, and counts for {months} months, until {use_by}; the planned day is {submit_on}."
        ),
        N_("Have it issued again, or go earlier; if the date was misread, enter the right one."),
    ),
    "date.expired:read": (
        N_(
            "{requirement} for {person} ({file}) expires on {expires_on}, as read on page {page}; the planned day is {submit_on}."
        ),
        N_("Renew it before the visit; if the date was misread, enter the right one."),
    ),
    "date.in_future:read": (
        N_(
            "{requirement} for {person} ({file}) bears {issued_on} as its issue date, as read on page {page}, which is still to come."
        ),
        N_("Look at the paper; if the date was misread, enter the right one."),
    ),
    "date.differs": (
        N_("{requirement} for {person} ({file}) is entered as issued on {typed}, but the paper says {read}."),
        N_("Look at page {page} and correct the entry, or choose the right file."),
    ),
    "date.differs:expires_on": (
        N_(
            "{requirement} for {person} ({file}) is entered as expiring on {typed}, but the paper says {read}."
        ),
        N_("Look at page {page} and correct the entry, or choose the right file."),
    ),
    "date.unclear": (
        N_(
            "{requirement} for {person} ({file}) is entered as issued on {typed}; the paper may say {read}, which could not be read for certain."
        ),
        N_("Look at page {page} and compare the date."),
    ),
    "date.unclear:expires_on": (
        N_(
            "{requirement} for {person} ({file}) is entered as expiring on {typed}; the paper may say {read}, which could not be read for certain."
        ),
        N_("Look at page {page} and compare the date."),
    ),
    "photo.wrong_ratio": (
        N_("{file} is {width} × {height} pixels, which is not the shape of a photo of {wanted} mm."),
        N_("Have it cut to the right shape, or make a copy with the photo workshop."),
    ),
    "photo.too_small": (
        N_("{file} is {width} × {height} pixels; at least {wanted} are asked."),
        N_("Use the original file of the studio; enlarging a small one does not help."),
    ),
    "photo.too_large": (
        N_("{file} is {width} × {height} pixels; at most {wanted} are asked of the digital photo."),
        N_(
            "For a digital photo make a smaller copy with the photo workshop; for printing nothing needs to be done."
        ),
    ),
    "photo.file_size": (
        N_("{file} has {measured} KB; {wanted} KB are asked."),
        N_("Make a copy of the right size with the photo workshop."),
    ),
    "photo.not_colour": (
        N_("{file} is a grey picture; a colour photo is asked."),
        N_("Have a colour photo taken."),
    ),
    "photo.no_face": (
        N_("No face was found on {file}."),
        N_("Look whether it is the right file, upright and clear."),
    ),
    "photo.several_faces": (
        N_("{count} faces were found on {file}; only the applicant may be on it."),
        N_("Use a photo of one person alone."),
    ),
    "photo.wrong_background": (
        N_("The background of {file} was measured as {colour}; asked is: {wanted}."),
        N_("Have the photo taken again before the right background; do not colour it in."),
    ),
    "photo.background_not_plain": (
        N_("The background of {file} is not even: its colour varies by {measured} (Delta E)."),
        N_("Have the photo taken again before a plain wall without shadows."),
    ),
    "photo.head_size:head-height": (
        N_("The head on {file} is {measured} mm high on the print; {wanted} mm are asked."),
        N_("Try a copy with the photo workshop, or have the photo taken again."),
    ),
    "photo.head_size": (
        N_("The head on {file} is {measured} mm wide on the print; {wanted} mm are asked."),
        N_("Try a copy with the photo workshop, or have the photo taken again."),
    ),
    "photo.off_centre:above-head": (
        N_("There are {measured} mm above the head on {file}; {wanted} mm are asked."),
        N_("Try a copy with the photo workshop, or have the photo taken again."),
    ),
    "photo.off_centre:below-chin": (
        N_("There are {measured} mm below the chin on {file}; {wanted} mm are asked."),
        N_("Try a copy with the photo workshop, or have the photo taken again."),
    ),
    "photo.off_centre": (
        N_("The face on {file} lies {measured} % of the width beside the middle."),
        N_("Try a copy with the photo workshop, or have the photo taken again."),
    ),
    "photo.tilted": (
        N_("The head on {file} leans by {measured} degrees."),
        N_("Have the photo taken again with the head upright; turning the picture would change the face."),
    ),
    "photo.blurred": (
        N_("The face on {file} is blurred: sharpness {measured} of 1."),
        N_("Use the original file, or have the photo taken again."),
    ),
    "photo.over_exposed": (
        N_("Much of the face on {file} is washed out to white."),
        N_("Have the photo taken again with softer light."),
    ),
    "photo.under_exposed": (
        N_("The face on {file} is too dark to be seen."),
        N_("Have the photo taken again with more light."),
    ),
    "photo.not_measured": (
        N_("{file} could not be measured as a photo: it is not a single picture, or bears much writing."),
        N_("Add the photo as a picture file, one for each person."),
    ),
    "chain.authentication_missing": (
        N_(
            "{requirement} for {person} ({file}) comes from abroad and has no apostille or consular authentication."
        ),
        N_("Have it authenticated where it was issued and add that page; if it was issued in China, say so."),
    ),
    "chain.authentication_missing:apostille": (
        N_("{requirement} for {person} ({file}) comes from {country} and has no apostille."),
        N_("Have the apostille made in {country} and add that page."),
    ),
    "chain.authentication_missing:consular": (
        N_(
            "{requirement} for {person} ({file}) comes from {country} and has no authentication by a Chinese embassy or consulate."
        ),
        N_("Have it authenticated by the Chinese embassy or consulate for {country} and add that page."),
    ),
    "chain.authentication_missing:ask": (
        N_("{requirement} for {person} ({file}) comes from {country} and has no apostille."),
        N_(
            "Ask the window whether it takes an apostille or wants consular authentication, have it made and add that page."
        ),
    ),
    "chain.authentication_missing:other": (
        N_("{requirement} for {person} ({file}) comes from {country} and has no authentication."),
        N_("{how}"),
    ),
    "chain.translation_missing": (
        N_("{requirement} for {person} ({file}) comes from abroad and has no Chinese translation."),
        N_("Have it translated by a translation company in China, with its seal, and add the translation."),
    ),
    "chain.translator_licence_missing": (
        N_(
            "The translation of {requirement} for {person} lacks the translation company's licence, which this place asks for."
        ),
        N_("Ask the translation company for a copy of its business licence and add it."),
    ),
    "chain.authentication_before_issue": (
        N_(
            "{requirement} for {person} ({file}): the authentication is dated {authenticated_on}, before the paper itself, issued on {issued_on}."
        ),
        N_(
            "Look whether the authentication belongs to this paper, and correct a date that was entered wrongly."
        ),
    ),
    "chain.translation_pages": (
        N_(
            "The translation of {requirement} for {person} ({file}) speaks of {asked} pages; the original given has {given}."
        ),
        N_("Look whether the original and its translation are complete."),
    ),
    "history.gap": (
        N_(
            "The papers of {person} show no work between {since} and {until}, which is more than {months} within the years that count."
        ),
        N_(
            "If there was work, add a paper for that time; otherwise ask the window whether the years count as consecutive."
        ),
    ),
    "history.differs": (
        N_("The history of {person} has work at {employer} begin in {typed}, but {file} says {read}."),
        N_("Correct the history on the page of letters, or have the paper corrected: offices compare them."),
    ),
    "history.differs:ended": (
        N_("The history of {person} has work at {employer} end in {typed}, but {file} says {read}."),
        N_("Correct the history on the page of letters, or have the paper corrected: offices compare them."),
    ),
    "history.untold": (
        N_("The history of {person} tells nothing of the time from {since} to {until}."),
        N_(
            "Enter what that time was given to, such as studies, work or looking for work; a curriculum "
            "vitae has no gaps."
        ),
    ),
    "history.untold:month": (
        N_("The history of {person} tells nothing of {since}."),
        N_(
            "Enter what that time was given to, such as studies, work or looking for work; a curriculum "
            "vitae has no gaps."
        ),
    ),
    "card.number_check": (
        N_("The number of the permanent residence card on {file}, {read}, contradicts its own check digit."),
        N_("Compare it with the card. If it is the same there, ask the office that issued the card."),
    ),
    "card.number_unclear": (
        N_(
            "The number of the permanent residence card on {file} may read {read}, which contradicts its own check digit; it could not be read for certain."
        ),
        N_("Look at page {page} and compare it with the card; scan it again if it is hard to read."),
    ),
    "figures.differ": (
        N_("For {year}, {typed} is entered, but {file} comes to {read}: {difference} apart."),
        N_("Correct the entry, or look whether a statement is missing or belongs to another year."),
    ),
    "figures.unclear": (
        N_("For {year}, {typed} is entered; {file} may come to {read}, which could not be read for certain."),
        N_("Look at page {page} and compare the total."),
    ),
    "figures.statements_differ": (
        N_("For {year}, {file} names {tax} of income tax, but {other_file} names {read}."),
        N_("Ask the employer for the reason, and have the wrong one corrected."),
    ),
    "figures.month_unmatched": (
        N_("For {year}, {file} shows tax in months for which {other_file} shows no wage (months {months})."),
        N_("Look whether the wage of those months was paid by another employer; then add its statement."),
    ),
    "wage.year_missing": (
        N_("The wage of {year} is not entered, and that year counts."),
        N_("Enter the year's wage before tax, as the wage certificate shows it."),
    ),
    "wage.below_threshold": (
        N_("The wage of {year} is {value}; at least {threshold} is asked, so {shortfall} is short."),
        N_("Look whether bonuses are counted in; otherwise this category does not fit yet."),
    ),
    "wage.below_threshold:latest": (
        N_(
            "The wage of {year} is {value}; at least {threshold} is asked by the average wage of {average_year}, the latest known, so {shortfall} is short."
        ),
        N_("Look whether bonuses are counted in, and ask the window for the year's standard."),
    ),
    "wage.standard_unknown": (
        N_("No average wage of this place is known for {year}, so the wage of that year cannot be judged."),
        N_("Ask the window for the year's standard."),
    ),
    "tax.year_missing": (
        N_("The tax of {year} is not entered, and that year counts."),
        N_("Enter the year's income tax, as the tax record shows it."),
    ),
    "tax.below_standard": (
        N_("The income tax of {year} is {value}; at least {threshold} is asked, so {shortfall} is short."),
        N_("Look whether the annual settlement is counted in; otherwise this category does not fit yet."),
    ),
    "tax.below_standard:latest": (
        N_(
            "The income tax of {year} is {value}; at least {threshold} is asked by the average wage of {average_year}, the latest known, so {shortfall} is short."
        ),
        N_("Look whether the annual settlement is counted in, and ask the window for the year's standard."),
    ),
    "tax.below_strict_reading": (
        N_(
            "The income tax of {year} is {value}: enough against the standard, but {shortfall} less than the "
            "same share of the actual wage ({threshold}), as some windows read the rule."
        ),
        N_("Ask the window which reading it uses before you go."),
    ),
    "tax.standard_unknown": (
        N_("No average wage of this place is known for {year}, so the tax of that year cannot be judged."),
        N_("Ask the window for the year's standard."),
    ),
    "stay.year_missing": (
        N_("The days in China of {year} are not entered, and that year counts."),
        N_("Count them from the entry and exit record and enter them."),
    ),
    "stay.year_short": (
        N_(
            "In {year} there are {value} days in China; at least {threshold} are asked, so {shortfall} are short."
        ),
        N_("Check the count against the entry and exit record; otherwise this category does not fit yet."),
    ),
    "stay.year_missing:window": (
        N_(
            "It is not known how many days were spent in China from {begins} to {ends}, and that time counts."
        ),
        N_("Enter the earlier stays too, from the entry and exit record."),
    ),
    "stay.year_short:window": (
        N_(
            "From {begins} to {ends} there are {value} days in China; at least {threshold} are asked, so {shortfall} are short."
        ),
        N_(
            "Check the list of stays against the entry and exit record; otherwise this category does not fit yet."
        ),
    ),
}

ACTIVE_CONTENT: dict[str, str] = {
    "attachment": N_("attached files"),
    "import": N_("import of form data"),
    "javascript": N_("scripts"),
    "launch": N_("starting of programs"),
    "linked": N_("contents to be fetched from elsewhere"),
    "macros": N_("macros"),
    "media": N_("sound or film"),
    "not-examined": N_("parts that could not be examined"),
    "open-action": N_("an action on opening"),
    "submit": N_("sending of form data"),
    "xfa": N_("an XFA form"),
}

SIDES: dict[str, str] = {
    "left": N_("left"),
    "top": N_("top"),
    "right": N_("right"),
    "bottom": N_("bottom"),
}

ZONE_FIELDS: dict[str, str] = {
    "document_number": N_("passport number"),
    "birth_date": N_("birth date"),
    "expires_on": N_("expiry date"),
    "optional": N_("personal number"),
    "composite": N_("all together"),
}

PHOTO_COLOURS: dict[str, str] = {
    "white": N_("white"),
    "light-grey": N_("light grey"),
    "light-blue": N_("light blue"),
    "blue": N_("blue"),
    "red": N_("red"),
    "green": N_("green"),
    "other": N_("another colour"),
}

FAULTS: dict[str, str] = {
    "archival.rule": N_("Page {page}: something does not keep to clause {name} of the standard."),
    "archival.own": N_(
        "The packet's own part does not keep to clause {name} of the standard; please report it."
    ),
    "archival.font_not_embedded": N_("Page {page}: the font {name} is not embedded."),
    "archival.font_name": N_("Page {page}: the name of the font {name} is not spelt as the standard asks."),
    "archival.font_encoding": N_(
        "Page {page}: the font {name} does not say plainly which of its characters are meant."
    ),
    "archival.glyph_missing": N_("Page {page}: the embedded font {name} lacks a character that is shown."),
    "archival.widths": N_("Page {page}: the font {name} states other widths than its characters have."),
    "archival.widths_unknown": N_(
        "Page {page}: whether the font {name} states the right widths cannot be checked here."
    ),
    "archival.cmyk": N_("Page {page}: there are printing colours (CMYK) without a colour profile."),
    "archival.profile": N_("Page {page}: a colour profile is damaged or of a wrong kind ({name})."),
    "archival.ink": N_("Page {page}: the special ink {name} is not described as the standard asks."),
    "archival.overprint": N_(
        "Page {page}: colours are printed over each other in a way that is not allowed."
    ),
    "archival.transfer_function": N_("Page {page}: a transfer function changes the tones."),
    "archival.halftone": N_("Page {page}: there is a halftone of a kind that is not allowed."),
    "archival.blend_mode": N_("Page {page}: the blend mode {name} is not in the standard."),
    "archival.intent": N_("Page {page}: the rendering intent {name} is not in the standard."),
    "archival.lzw": N_("Page {page}: something is compressed with LZW."),
    "archival.foreign_stream": N_("Page {page}: something stands in another file or is encrypted by itself."),
    "archival.form": N_("Page {page}: there is content in another form ({name})."),
    "archival.alternates": N_("Page {page}: a picture comes in several versions."),
    "archival.interpolated": N_("Page {page}: a picture asks to be smoothed."),
    "archival.depth": N_("Page {page}: a picture has an unusual depth ({name} bits)."),
    "archival.jpeg2000": N_("Page {page}: a JPEG 2000 picture is not of the allowed kind ({name})."),
    "archival.content": N_("Page {page}: the content holds something that is no PDF operator ({name})."),
    "archival.resources": N_("Page {page}: a part of the page does not name the fonts and pictures it uses."),
    "archival.limits": N_("Page {page}: a value is larger or nested deeper than the standard allows."),
    "archival.unreadable": N_("Page {page}: something could not be read to the end ({name})."),
    "toml.not_utf8": N_("The file is not saved as UTF-8 text; save it again with that encoding."),
    "toml.syntax": N_("This cannot be read: {words}. Text stands in quotation marks, dates as 2026-12-15."),
    "toml.unclosed": N_("This is never closed; a quotation mark or bracket is missing at its end."),
    "toml.too_deep": N_("Brackets stand in brackets far too deep; write it plainer."),
    "toml.duplicate_key": N_(
        '"{name}" stands here a second time, first in line {first_line}; keep one of them.'
    ),
    "toml.unknown_key": N_('"{name}" is not a known key.'),
    "toml.missing_key": N_('"{name}" is missing; add it.'),
    "toml.unknown_value": N_('"{value}" is not possible here; possible are: {known}.'),
    "toml.wrong_type": N_('"{value}" is not possible here; {expected} is expected.'),
    "case.unknown_category": N_('There is no category "{value}".'),
    "case.unknown_place": N_('There is no place "{value}".'),
    "case.unknown_requirement": N_('There is no requirement "{value}".'),
    "case.unknown_person": N_('No person of this case has the id "{value}".'),
    "case.unknown_answer": N_('There is no question "{value}".'),
    "case.unknown_detail": N_('No letter says anything by the name "{value}".'),
    "case.ends_before_it_begins": N_("It ends before it begins; look at the months."),
    "case.unquoted_answer": N_('Put the key in quotation marks: "{name}".'),
    "case.unknown_section": N_('There is no section "{value}".'),
    "case.unknown_list": N_('There is no list "{value}".'),
    "case.unknown_set": N_('There is no set "{value}".'),
    "case.unknown_finding": N_('There is no finding "{value}".'),
    "case.unknown_country": N_(
        '"{value}" is no country code; three capital letters are expected, such as DEU.'
    ),
    "case.repeated_year": N_(
        "The year {year} stands here a second time, first in line {first_line}; keep one of them."
    ),
    "case.repeated_person": N_('A second person has the id "{name}"; give each their own.'),
    "toml.text_too_long": N_("This text is too long; at most {limit} characters are possible."),
    "case.too_long": N_("More than {limit} values stand here, which no real case has; check the file."),
    "case.second_principal": N_("There is a second principal applicant; only one is possible."),
    "case.no_principal": N_('There is no principal applicant; give one person role = "principal".'),
    "case.expires_before_issue": N_("The expiry date lies before the issue date; look at the paper."),
    "case.path_leaves": N_('"{name}" leads out of the case folder; copy the file into the folder.'),
    "case.link_leaves": N_(
        '"{name}" is a link that leads out of the case folder; copy the file into the folder.'
    ),
    "case.file_missing": N_(
        'There is no file "{name}" in the case folder; put it back, or take it out of the case.'
    ),
    "case.file_is_folder": N_('"{name}" is a folder, not a file; name the files in it one by one.'),
    "case.not_a_file": N_('"{name}" is no ordinary file; replace it with one.'),
    "case.file_too_large": N_('"{name}" is larger than {limit}; scan it again with fewer dots per inch.'),
    "pack.file_name": N_('The id differs from the file\'s name "{name}"; make them the same.'),
    "pack.file_missing": N_("The pack lacks this file."),
    "pack.unknown_source": N_('There is no instrument "{value}" in the folder of sources.'),
    "pack.unknown_choice": N_('"{value}" is no possible answer to that question.'),
    "pack.wrong_test": N_('The question "{name}" takes another kind of answer than this test compares.'),
    "pack.overlapping": N_(
        '"{name}" is in effect twice on the same day, here and in line {first_line}; end the one before the other begins.'
    ),
    "pack.inherits_circle": N_('"{name}" inherits from itself by way of others; take one of them out.'),
    "pack.dates_out_of_order": N_("The last day lies before the first; correct one of them."),
    "pack.not_one_amount": N_("Exactly one of value, times_average_wage and of_column is expected."),
    "pack.not_one_test": N_("Exactly one test is expected here."),
    "pack.no_values": N_("Values or lists are expected here."),
    "pack.untested_condition": N_("A condition of a category in force has no test; add one."),
    "pack.empty_range": N_("A least or a most is expected here."),
    "pack.range_out_of_order": N_("The most lies below the least; correct one of them."),
    "pack.odd_question": N_(
        'The question "{name}" refers to itself or to a question of another kind than it needs.'
    ),
    "pack.upload_without_pdf": N_("Papers are written as PDF; add pdf to the formats."),
    "pack.upload_names_alike": N_(
        "All files would have the same name; put number, requirement_zh or requirement_en in braces into it."
    ),
    "pack.brackets_out_of_order": N_("The brackets begin at 0 and rise; put them in order."),
    "pack.dead_answer": N_('No test stands on the question "{name}"; use it or take it out.'),
    "pack.dead_list": N_('Nothing refers to the list "{name}"; use it or take it out.'),
    "pack.dead_set": N_('No category includes the set "{name}"; include it or take it out.'),
    "pack.dead_instrument": N_('Nothing cites "{name}"; cite it or take it out.'),
    "pack.dead_requirement": N_(
        'Nothing asks for "{name}"; let a category or place ask for it, or take it out.'
    ),
    "pack.repeated_id": N_('The id "{name}" stands a second time.'),
}
NEAREST = N_('Did you mean "{nearest}"?')

EXPECTED: dict[str, str] = {
    "text": N_("text in quotation marks"),
    "whole-number": N_("a whole number"),
    "number": N_("a number"),
    "date": N_("a date such as 2026-12-15, without quotation marks"),
    "yes-no": N_("true or false"),
    "choice": N_("text in quotation marks"),
    "list": N_("a list in square brackets, or entries below double brackets [[…]]"),
    "table": N_("a table"),
    "in-range": N_("a value that can occur (nothing negative, no day or year far off)"),
    "at-least-one": N_("at least one entry"),
    "other": N_("another kind of value"),
}

ERRORS: dict[str, str] = {
    "bug": N_("Something went wrong inside Yongju ({kind}). Nothing was changed; please report it."),
    "call.misunderstood": N_('This call cannot be understood; "{command} --help" shows what is possible.'),
    "call.unknown_word": N_('"{word}" is not known here; "{command} --help" shows what is possible.'),
    "letter.unknown": N_('There is no letter "{name}". There are: {known}.'),
    "letter.no_such_person": N_('No person of this case has the id "{person}". There are: {known}.'),
    "letter.not_about": N_("This letter is not about people in the role of {person}; choose another person."),
    "letter.nobody_for_it": N_(
        "Nobody in this case is one whom this letter can be about; add the person first."
    ),
    "letter.unknown_ending": N_('"{file}" ends neither in .docx nor in .pdf; name the file so that it does.'),
    "letter.facts_missing": N_(
        "Facts that the letter still lacks: {count}. Nothing was written. Enter them, or have blanks left for them."
    ),
    "letter.not_read": N_(
        "Nobody has read this letter as it is now; read it through first, then confirm that."
    ),
    "letter.nothing_wanted": N_(
        "Nothing is missing that stands in the way of this case, so there is no list."
    ),
    "template.faulty": N_(
        "{file} cannot be used as a template yet. Places in it to change: {count}. Nothing was kept."
    ),
    "letter.answers_nothing": N_(
        "No paper that is asked of this person is what this letter stands for; save it as a file instead."
    ),
    "call.missing_word": N_('"{word}" is missing; "{command} --help" shows what is needed.'),
    "call.wrong_word": N_('"{word}" cannot be used like that; "{command} --help" shows what is possible.'),
    "work.cancelled": N_("Stopped. Nothing was written."),
    "case.faulty": N_("The case cannot be used yet. To be corrected in {path}: {count}."),
    "case.not_found": N_("There is no folder {path}; check the name."),
    "case.not_a_folder": N_("{path} is a file; name the case folder that holds case.toml instead."),
    "case.no_case_file": N_("The folder {path} holds no case.toml; name the folder of a case."),
    "case.file_too_long": N_("{path} is far too large to be a case file; check that it is the right one."),
    "case.cannot_read": N_("{path} cannot be read ({reason}); check its permissions."),
    "folder.not_found": N_("{path} is not a folder. Give the folder in which the loose files are."),
    "case.changed_elsewhere": N_(
        "Another window changed this meanwhile, so it was not changed here; look at it and try again."
    ),
    "case.not_kept": N_("This case is no longer there; it may have been deleted in another window."),
    "case.cannot_keep": N_(
        "This cannot be kept: the value of {key} is not possible. The case stays as it was."
    ),
    "case.kept_with_other_rules": N_(
        "This case refers to something that today's rules do not know ({key}); export it and correct it."
    ),
    "pack.not_found": N_("There is no rule pack in {path}; a pack has a pack.toml."),
    "pack.faulty": N_("The rule pack cannot be used. To be corrected in {path}: {count}."),
    "bundle.not_found": N_("There is no file {path}; check the name."),
    "bundle.cannot_read": N_("{path} cannot be read ({reason}); check its permissions."),
    "bundle.not_a_bundle": N_(
        '{path} is not a rule pack in one file; such a file ends in .yongju-rules and is made with "yongju rules sign".'
    ),
    "bundle.damaged": N_("{path} is damaged, so nothing was taken from it; get the file again."),
    "bundle.encrypted": N_(
        "{path} is encrypted, so nothing was taken from it; ask its publisher for a file without a password."
    ),
    "bundle.too_large": N_(
        "{path} is larger than a rule pack can be (2000 files, 1 MB each, 20 MB together), so nothing was taken from it; check that it is the right one."
    ),
    "bundle.foreign_member": N_(
        "{path} holds {file}, which has no place in a rule pack, so nothing was taken from it; a pack holds its own TOML files alone."
    ),
    "bundle.twice": N_(
        "{path} holds {file} twice, so nothing was taken from it; ask its publisher for a sound file."
    ),
    "bundle.signature_broken": N_(
        "The signature of {path} does not fit its files: something was changed, added or left out after signing. Nothing was taken from it; get the file from its publisher again."
    ),
    "bundle.bad_publisher": N_(
        "The publisher's name has to be one line of at most {limit} printable characters, with no spaces at its ends; write it so."
    ),
    "bundle.wrong_ending": N_(
        "{path} has to end in .yongju-rules, such as my-rules.yongju-rules; name it so."
    ),
    "key.exists": N_(
        "There is already something at {path}, and a key is never written over it; choose another name."
    ),
    "key.unusable": N_('{path} holds no signing key; name a file made with "yongju rules key".'),
    "rules.unsigned": N_(
        "{path} is not signed: nobody vouches for these rules, and nothing was taken in. If you know where they come from, import again with --accept-unsigned."
    ),
    "rules.unknown_key": N_(
        "{path} is signed by {publisher} with a key that is not known here yet, and nothing was taken in. Ask {publisher} for the fingerprint of the key; if it is {fingerprint}, import again with --trust-key."
    ),
    "rules.other_key": N_(
        "{path} is signed in the name of {publisher}, but with another key than the one known here, and nothing was taken in. Ask {publisher} whether the key was changed; only if its fingerprint is {fingerprint}, import again with --trust-key."
    ),
    "rules.not_kept": N_('No rule pack {id} was taken in; "yongju rules list" shows which are there.'),
    "rules.several": N_("Several rule packs are called {id}; name one of these: {names}."),
    "rules.in_use": N_(
        'The rule pack {id} is in use; choose another first, such as with "yongju rules use bundled".'
    ),
    "rules.bundled_stays": N_("The bundled rule pack cannot be removed; nothing needs to be done."),
    "rules.cannot_read": N_("{path} cannot be read ({reason}); check its permissions."),
    "rules.in_use_unreadable": N_(
        '{path} is damaged, so it is not known which rule pack was chosen; choose again with "yongju rules use".'
    ),
    "rules.trusted_unreadable": N_(
        "{path} is damaged, so it is not known which keys were confirmed; delete that file and confirm the keys again."
    ),
    "rules.altered": N_(
        "The files of the rule pack {id} were changed after it was taken in, so it is not used; import it again."
    ),
    "rules.no_longer_sound": N_(
        "The rule pack {id} does not fit this version of Yongju (faults: {count}), so it is not used; ask its publisher for a newer one."
    ),
    "rules.set_aside": N_(
        'The chosen rule pack cannot be used ({reason}); import it again or choose another with "yongju rules use".'
    ),
    "packet.blocked": N_(
        "No packet was written. To be solved first: {count}. A draft can be built all the same."
    ),
    "password.empty": N_("This password is empty; give one with at least one character."),
    "password.too_long": N_(
        "This password is too long for a PDF; use at most {most} bytes (about 40 Chinese characters)."
    ),
    "password.unusable_character": N_(
        "The character {mark} in the password cannot be typed in every PDF viewer; leave it out."
    ),
    "password.not_text": N_("The password in {path} cannot be read as text; save the file as UTF-8."),
    "password.no_file": N_("There is no file {path} to take the password from; check the path."),
    "call.not_a_date": N_(
        "The day after {word} cannot be read; write it as in: {command} {word} 2027-03-01."
    ),
    "call.not_with": N_('"{word}" does not go with {name}; leave it out.'),
    "letter.day_passed": N_("{day} has passed; choose a day from today on."),
    "call.not_a_choice": N_('After "{word}" can stand: {known}.'),
    "call.day_out_of_range": N_("{day} cannot be the planned day; choose one from {first} to {last}."),
    "share.no_recipient": N_("Nobody is named for whom this copy is; name a person or an organisation."),
    "share.recipient_too_long": N_("The name of the recipient is too long; use at most {most} characters."),
    "share.area_unreadable": N_(
        '"{area}" is no area; write file, page and the four edges in percent, such as "passport.pdf:1:10%,20%,60%,35%" (left, top, right, bottom).'
    ),
    "share.area_empty": N_(
        "The area {area} is empty or reaches beyond its page; left and top must be smaller than right and bottom, and all of them lie between 0% and 100%."
    ),
    "share.no_such_file": N_(
        "The case has no file {file}, so no area of it can be removed; write its name as the case does."
    ),
    "share.no_such_page": N_("{file} has {count} pages, so there is no page {page} to remove an area from."),
    "share.no_list": N_("There is no list of areas at {path}; check the path."),
    "share.list_unreadable": N_(
        '{path} is no list of areas; it must be a TOML file with nothing but areas = ["FILE:PAGE:LEFT%,TOP%,RIGHT%,BOTTOM%"].'
    ),
    "share.cannot_remove": N_(
        "Page {page} of {file} cannot be drawn, so nothing was written: no area of it can be removed for certain. Scan the page and use the scan instead."
    ),
    "share.too_heavy": N_(
        "{file} takes too long or too much memory to draw, so nothing was written: no area of it can be removed for certain. Scan the page and use the scan instead."
    ),
    "share.remains": N_(
        "Something of what was to be removed was still found in the finished copy (page {page}), so it was not kept; please report this."
    ),
    "supplement.unsound": N_(
        "{path} is not as it was built (differences: {count}), so it cannot be supplemented; use the packet that was handed in."
    ),
    "supplement.to_share": N_(
        "{path} is a copy for somebody else, not a packet that was handed in; name that packet instead."
    ),
    "supplement.nothing_new": N_(
        "Nothing in the case is new or changed since {path}, so there is nothing to supplement; add the papers asked for first."
    ),
    "packet.not_found": N_("There is no file {path}; check the name."),
    "packet.locked": N_("{path} is locked; give its password to have it verified."),
    "packet.wrong_password": N_("This password does not open {path}; check how it was typed."),
    "packet.archival_locked": N_(
        "A packet for archives (PDF/A-2b) cannot have a password; leave out one of the two."
    ),
    "packet.archival_attached": N_(
        "A packet for archives (PDF/A-2b) cannot carry signed originals as attachments; "
        "choose to have them beside the packet instead."
    ),
    "packet.not_archival": N_(
        "These papers cannot stand in a packet for archives (PDF/A-2b), so none was written "
        "(reasons: {count}). Have them saved as PDF/A, scan them, or build the packet without this option."
    ),
    "packet.not_a_pdf": N_(
        "{path} cannot be opened as a PDF; it may be damaged or cut off. Copy it again, or build the packet anew."
    ),
    "packet.too_heavy": N_(
        "{path} takes more time or memory to read than any packet should, so it was not verified. Ask for another copy, or build the packet anew."
    ),
    "packet.not_ours": N_("{path} is not a packet made by Yongju, so it cannot be verified."),
    "packet.verification_failed": N_(
        "The packet did not come out as planned and was not kept ({reason}); please report it."
    ),
    "packet.page_unusable": N_(
        "Page {page} of {file} could not be placed ({reason}), so no packet was written; scan or export that file again."
    ),
    "packet.volume_too_small": N_(
        "Exhibit {exhibit} alone makes a volume of {size}, and a volume may have {cap}; nothing was written. Allow larger volumes, or give a smaller file for this exhibit."
    ),
    "packet.volume_in_the_way": N_(
        "The packet would be split and one volume named {path}, but another file stands there; nothing was written. Move that file away, or choose another name for the packet."
    ),
    "packet.source_changed": N_("{file} changed while the packet was being built; build it again."),
    "photo.not_one_picture": N_("{file} is not a single picture, so the photo could not be measured."),
    "photo.unknown_place": N_('The place "{id}" is not known; choose one of these: {names}.'),
    "photo.unknown_category": N_('The category "{id}" is not known; "yongju categories" lists them.'),
    "photo.none_asked": N_("Nothing is written about photos for {id}."),
    "photo.destination_is_original": N_("{path} is the photo itself; choose another name for the copy."),
    "photo.too_heavy": N_(
        "{file} takes more time or memory to open than any photo should, so it was not measured; use the original file."
    ),
    "photo.damaged": N_(
        "{file} is damaged or empty, so the photo could not be measured; use the original file."
    ),
    "file.cannot_open": N_("{file} cannot be opened; check that it is still there and may be read."),
    "folder.not_empty": N_("{path} is not empty; choose a new or an empty folder."),
    "upload.not_a_folder": N_("{path} is a file; name a folder for the upload set."),
    "upload.folder_in_use": N_(
        "{path} holds files that belong to no upload set ({names}); choose an empty or a new folder."
    ),
    "upload.no_set": N_("{path} holds no upload set; check the name."),
    "destination.is_folder": N_("{path} is a folder; name a file in it."),
    "destination.not_a_file": N_("{path} is no ordinary file; name a new file."),
    "originals.in_the_way": N_(
        "{path} stands where the signed originals would go and was not made by this program, or was changed since: it is left as it is. Move it elsewhere, or give the packet another name."
    ),
    "destination.no_folder": N_("There is no folder {path}; make it first or choose another."),
    "destination.is_evidence": N_(
        "{path} is one of the case's own papers, or what this is made from; choose another name."
    ),
    "attach.is_folder": N_("{file} is a folder; drop the files in it one by one."),
    "attach.missing": N_("{file} is no longer there."),
    "attach.bad_name": N_("The name of {file} cannot be kept; rename the file and add it again."),
    "attach.empty": N_("{file} is empty, so it was not added; scan or save it again."),
    "attach.unsupported": N_(
        "{file} is not a PDF, a picture or a Word file, so it was not added; save it as PDF first."
    ),
    "attach.too_large": N_(
        "{file} is larger than {limit}, so it was not added; scan it with fewer dots per inch."
    ),
    "handover.not_found": N_("There is no file {path}; check the name."),
    "handover.cannot_read": N_("{path} cannot be read ({reason}); check its permissions."),
    "handover.not_one": N_(
        "{path} is no case that Yongju has handed over; such a file ends in .yongju. Choose another file."
    ),
    "handover.newer": N_(
        "{path} was made by a newer version of Yongju, so nothing was taken from it; use that version here too."
    ),
    "handover.wrong_passphrase": N_(
        "This passphrase does not open {path}. It is the one that was chosen when the file was made, not that of "
        "your own store; type it again, or ask whoever made the file."
    ),
    "handover.damaged": N_(
        "{path} is damaged: it was cut off or changed on its way. Nothing was taken from it; get the file again."
    ),
    "handover.too_costly": N_(
        "Opening {path} would take more memory or time than any file that Yongju makes, so nothing was taken "
        "from it; ask whoever made it."
    ),
    "handover.list_faulty": N_(
        "What {path} says of its case is not written as Yongju writes it, so nothing was taken from it; ask "
        "whoever made it."
    ),
    "handover.too_many": N_(
        "{path} lists more than any case holds, so nothing was taken from it; ask whoever made it."
    ),
    "handover.not_whole": N_(
        "What {path} holds is not what its own list says, so nothing was taken from it; ask for a new file."
    ),
    "handover.foreign": N_(
        '{path} holds something that its own list does not name at that place ("{name}"), so nothing was taken '
        "from it; ask whoever made it."
    ),
    "handover.bad_name": N_(
        'The case in {path} names a file "{name}", which leads out of the case or is no name of a file, so nothing '
        "was taken from it; ask whoever made it."
    ),
    "handover.no_room": N_(
        "There is no room for the {size} of papers in this case, so nothing was taken over; make room on the disk "
        "with {path} and try again."
    ),
    "handover.other_file": N_(
        "{path} is another file than the one that was looked at, so nothing was taken over; look into it again."
    ),
    "handover.already_kept": N_(
        'The case "{title}" is kept here already and differs. Look at what differs (--diff), then choose --replace '
        "or --keep-both."
    ),
    "handover.no_passphrase": N_(
        "The passphrase of the file is missing; give it with --passphrase-file FILE, or at a terminal."
    ),
    "handover.passphrases_differ": N_("The two passphrases differ, so nothing was written; try again."),
    "cases.no_such": N_(
        'No kept case has the id "{id}", or more than one begins so; "yongju cases list" shows them all.'
    ),
    "handover.paper_damaged": N_(
        "{file} is missing here or damaged, so the case was not handed over; add the paper again, or restore it "
        "from a backup."
    ),
    "handover.case_too_large": N_(
        "The case has too many files to be handed over as one ({count}); take out what is not needed."
    ),
    "handover.to_folder": N_("{path} is a folder; name a file in it, such as case.yongju."),
    "handover.to_no_file": N_("{path} is no ordinary file; name a new file, such as case.yongju."),
    "handover.in_data_folder": N_(
        "{path} lies in the folder in which Yongju itself keeps the cases; choose another folder."
    ),
    "backup.busy": N_(
        "Another window is just making or changing backups of the cases in {path}; try again in a moment."
    ),
    "backup.folder_gone": N_(
        "The folder for backups, {path}, is not there (a drive that is not connected?), so nothing was backed up; "
        "connect it or choose another folder."
    ),
    "backup.no_such": N_(
        'There is no backup "{id}", or several begin so; "yongju backup list" shows all of them.'
    ),
    "backup.damaged": N_(
        "The backup {path} is damaged or not one of Yongju's, so nothing was taken from it; use another one."
    ),
    "backup.newer": N_(
        "The backup {path} was made by a newer version of Yongju; install that version to use it."
    ),
    "backup.needs_passphrase": N_(
        "The backup {path} was made under an earlier key or passphrase; give the passphrase or the recovery code "
        "of that time."
    ),
    "backup.not_proven": N_(
        "A copy of {path} could not be proven to be whole, so this backup was removed again and the cases were left "
        "as they are; check the disk and try again, and keep the older backups."
    ),
    "backup.before_migration": N_(
        "The cases in {path} are of an older form. Before they are brought to today's they have to be backed up to "
        "{folder}, and that did not succeed, so nothing was changed; make room there and see that the folder may "
        "be written."
    ),
    "backup.present_unreadable": N_(
        "The cases that are in {path} now cannot be read, so they cannot be backed up before others take their "
        "place, and nothing was changed. Restore all the same and have their files set aside (--set-aside), or "
        "open them first."
    ),
    "backup.papers_damaged": N_(
        "In the backup {path} papers are damaged or missing ({count}, such as {file}), so nothing was changed; use "
        "another backup, or restore it without them (--despite-damage)."
    ),
    "backup.settings_damaged": N_(
        "{path}, which says where backups go, is damaged; choose the folder for backups again."
    ),
    "backup.inside_cases": N_(
        "{path} lies among the cases themselves; choose another folder for backups, best on another drive."
    ),
    "backup.keep_out_of_range": N_("Of the last backups 1 to {most} can be kept; give such a number."),
    "backup.none": N_('There is no backup in {path} yet; make one with "yongju backup now".'),
    "backup.not_confirmed": N_("Nothing was changed: this has to be confirmed at a terminal, or with --yes."),
    "store.folder_missing": N_(
        "The folder {path}, in which the cases are kept, cannot be reached or holds none any more; connect the drive "
        "or server it is on and try again. Nothing was made in its place."
    ),
    "database.newer": N_("The cases in {path} were kept by a newer version of Yongju; use that version."),
    "database.busy": N_(
        "Another window or program is writing to {path} and does not let go, so nothing was changed; try again "
        "in a moment."
    ),
    "database.gone": N_(
        "{path} is no longer where it was opened (a drive or folder that is gone?), so nothing was changed; bring "
        "it back, or close the window and open it again."
    ),
    "database.damaged": N_("{path} is damaged and cannot be read; restore it from a backup."),
    "store.locked": N_(
        "The cases in {path} are encrypted and locked. Open them with their passphrase: in the window, at a "
        "terminal, or from a file by --store-passphrase-file."
    ),
    "store.wrong_passphrase": N_(
        "This passphrase does not open the cases. Mind capitals and the keyboard's language and type it again, or "
        "use the recovery code."
    ),
    "store.wrong_code": N_(
        "This recovery code does not open the cases. Check that the sheet is that of this data folder and the "
        "latest one."
    ),
    "store.code_mistyped": N_("Group {group} of the recovery code is mistyped; compare it with the sheet."),
    "store.code_length": N_(
        "A recovery code has {groups} groups of five letters and digits, no more and no fewer; compare it with the "
        "sheet."
    ),
    "store.passphrase_short": N_(
        "The passphrase is too short: it needs at least {limit} characters. Several words together are easy to "
        "remember and hard to guess."
    ),
    "store.passphrase_long": N_(
        "A passphrase can have at most {limit} characters; check that it is the right file or text."
    ),
    "store.passphrases_differ": N_("The two passphrases differ, so nothing was changed; type them again."),
    "store.no_new_passphrase": N_(
        "The new passphrase is missing; give it at a terminal, or with --new-passphrase-file FILE."
    ),
    "store.not_confirmed": N_(
        "Nothing was changed: that the cases shall be kept without encryption has to be confirmed at a terminal, "
        "or with --yes."
    ),
    "store.encrypted_already": N_(
        "The cases are encrypted already. To change what opens them: yongju store passphrase, or new-key."
    ),
    "store.plain_already": N_("The cases are not encrypted; first encrypt them: yongju store encrypt."),
    "store.in_use": N_(
        "Another window or program of Yongju is using the cases in {path}, or is just changing how they are kept; "
        "close it, or wait until it is done, and try again."
    ),
    "store.changed_elsewhere": N_(
        "Meanwhile another window or program changed how the cases are kept, so nothing was done; open them again."
    ),
    "store.no_room": N_(
        "For a moment the cases have to lie on the disk twice, and {path} has not the {size} of room for that; "
        "nothing was changed. Make room and try again."
    ),
    "store.file_damaged": N_(
        "{file} in the case {case} is damaged and can no longer be read to its end, so nothing was changed. "
        "Restore it from a backup, or go on and keep what can still be read (--despite-damage)."
    ),
    "store.copy_differs": N_(
        "{path} is not what was written to it, so nothing was changed and the cases are kept as before; check the "
        "disk, then try again."
    ),
    "store.key_damaged": N_(
        "What opens the encrypted cases (store.json in the data folder) is damaged; bring that file back from a "
        "backup."
    ),
    "store.place_damaged": N_(
        "{path}, which says where the cases lie, is damaged; bring that file back from a backup. The cases "
        "themselves were not touched."
    ),
    "store.not_encrypted": N_(
        "{path} should be encrypted and is not, so nothing was read from it or written to it: it was exchanged for "
        "another file. Restore it from a backup."
    ),
    "store.no_cipher": N_(
        "The part of this program that encrypts is missing or does not fit this computer, so the cases stay "
        "closed; install the program anew."
    ),
    "store.sheet_inside": N_(
        "{path} lies in the folder of the cases, and the recovery sheet must be kept apart from them; choose "
        "another folder."
    ),
    "store.sheet_there": N_(
        "{path} is there already and was left as it is; choose another name for the recovery sheet."
    ),
    "sealed.damaged": N_(
        "An encrypted file of the store is damaged or was exchanged, so it was not read to its end; restore it "
        "from a backup."
    ),
    "file.changed_meanwhile": N_("{file} changed while it was copied, so it was not kept; add it again."),
    "file.other_bytes": N_(
        "A file that was to be kept is not what it was said to be (SHA-256 {sha256}), so it was not kept; get it "
        "again."
    ),
    "machine.disk_full": N_("The disk is full, so {path} could not be written; make room and try again."),
    "machine.no_permission": N_("{path} may not be written; choose another place or ask for permission."),
    "machine.cannot_write": N_("{path} could not be written ({reason}); check the disk and try again."),
    "machine.no_guard": N_(
        "The process in which files are examined did not start ({reason}); close other programs and try again."
    ),
    "machine.part_missing": N_(
        "A part of this program that reads files is missing or does not fit this computer; "
        "install the program anew."
    ),
}

DISCREPANCIES: dict[str, str] = {
    "upload.file_missing": N_("{file} is missing in the folder."),
    "upload.file_changed": N_("{file} is not as it was written."),
    "upload.source_changed": N_("{file} has changed since the upload set was written."),
    "upload.source_gone": N_("{file} is in the upload set but no longer in the case."),
    "upload.source_new": N_("{file} is in the case but not in the upload set."),
    "upload.file_unknown": N_("{file} does not belong to the upload set."),
    "packet.page_count": N_("The packet has {found} pages; {expected} were built."),
    "page.unreadable": N_("The page cannot be read; the file is damaged."),
    "page.altered": N_("The page is not as it was built."),
    "page.unknown": N_("The page was not in the packet when it was built."),
    "page.missing": N_("The page is missing ({file})."),
    "page.moved": N_("The page does not stand in its place; {expected} should stand here."),
    "source.altered": N_("The paper on the page is not as it was built ({file})."),
    "stamp.missing": N_("The stamp with page number and exhibit is missing."),
    "stamp.differs": N_("The stamp is not as it was built."),
    "packet.id_differs": N_("The packet id on the cover is not that of what the packet holds."),
    "link.differs": N_("A link of the contents leads to another page than it says."),
    "bookmarks.differ": N_("The bookmarks are not as they were built."),
    "labels.differ": N_("The page labels do not agree with the page numbers."),
    "settings.differ": N_("The document's title or settings are not as they were built."),
    "packet.updated": N_(
        "Something was added to the file after it was written, or a part of it was cut off."
    ),
    "attachment.differs": N_("The attached file {file} is not the original that was attached."),
    "attachment.missing": N_("The attached original {file} is missing."),
    "text.not_shown": N_("Of the packet's own text {found} characters do not show."),
    "active.content": N_(
        "The packet carries active content ({found}), which was not in it when it was built."
    ),
    "font.not_embedded": N_("A font is not embedded, so the text may look different elsewhere ({found})."),
    "case.file_changed": N_("{file} has changed since the packet was built."),
    "case.file_not_in_packet": N_("{file} is in the case but not in the packet."),
    "case.changed": N_(
        "The case says other things than when the packet was built (people, dates, order or pages)."
    ),
    "case.file_gone": N_("{file} is in the packet but no longer in the case."),
    "other": N_("Something is not as it was built ({found})."),
}

STEPS: dict[str, str] = {
    "import": N_("Copying"),
    "export": N_("Copying"),
    "hand_over": N_("Encrypting"),
    "look_into": N_("Checking the file"),
    "take_over": N_("Copying"),
    "back_up": N_("Backing up"),
    "check_backup": N_("Checking the backup"),
    "restore": N_("Restoring"),
    "erase": N_("Deleting"),
    "examine": N_("Looking at files"),
    "read": N_("Reading papers"),
    "prepare": N_("Preparing"),
    "draw": N_("Drawing"),
    "page": N_("Placing pages"),
    "write": N_("Writing"),
    "verify": N_("Verifying"),
    "redact": N_("Removing areas"),
    "encrypt": N_("Encrypting everything"),
    "decrypt": N_("Taking the encryption away"),
    "renew": N_("Encrypting everything anew"),
    "recheck": N_("Making sure that the areas are gone"),
}

YES, NO = N_("Yes"), N_("No")

_COUNTED_CODES = ("stay.", "answer.", "year.")
_LISTED = {"content": ACTIVE_CONTENT, "sides": SIDES, "fields": ZONE_FIELDS}
_AMOUNTS = frozenset({"value", "threshold", "shortfall"})
_MONEY = frozenset({"tax", "wage", "income"})
_FIGURES = frozenset({"typed", "read", "difference"})
# What is told by months.
_BY_MONTH = frozenset({"history.differs", "history.untold"})
_QUESTIONS = frozenset({"question", "other"})
_PEOPLE = frozenset({"other_person", "whose"})


@dataclass(frozen=True, slots=True)
class Names:
    """Gives the names by which people know requirements and persons."""

    pack: RulePack
    case: Case | None = None

    def requirement(self, requirement_id: str, language: Language) -> str:
        """Return a requirement's title."""
        requirement = self.pack.requirements.get(requirement_id)
        return requirement_id if requirement is None else requirement.title.in_language(language)

    def question(self, question_id: str, language: Language) -> str:
        """Return the text of a question."""
        question = self.pack.questions.get(question_id)
        return question_id if question is None else question.text.in_language(language)

    def kind(self, question_id: str) -> str:
        """Return the kind of answer that a question takes, empty where there is no such question."""
        question = self.pack.questions.get(question_id)
        return "" if question is None else question.kind

    def unit(self, question_id: str, language: Language) -> str | None:
        """Return the unit in which a question is answered, None where it has none."""
        question = self.pack.questions.get(question_id)
        return None if question is None or question.unit is None else question.unit.in_language(language)

    def choice(self, question_id: str, value: str, language: Language) -> str:
        """Return the words of a choice of a question, the value itself where it is none."""
        question = self.pack.questions.get(question_id)
        choices = () if question is None else question.choices
        return next((text.in_language(language) for known, text in choices if known == value), value)

    def person(self, person_id: str, language: Language) -> str:
        """Return a person's name, or the role while no name is entered."""
        person = None if self.case is None else self.case.person(person_id)
        if person is None:
            return person_id
        return person.full_name if person.has_name else catalogue(language)(ROLE_NAMES[person.role])


def say_finding(finding: Finding, names: Names, language: Language) -> str:
    """Say in one sentence what a finding saw."""
    return _said(_forms(finding)[0], finding, names, language)


def word_contradiction(contradiction: Contradiction, names: Names, language: Language) -> str:
    """Say what cannot be and what to do about it."""
    finding = Finding(
        contradiction.code,
        DEFAULT_SEVERITY[contradiction.code],
        None,
        contradiction.person,
        None,
        None,
        None,
        contradiction.params,
        (),
    )
    return word_finding(finding, names, language)


def advise(finding: Finding, names: Names, language: Language) -> str:
    """Say what to do about a finding."""
    return _said(_forms(finding)[1], finding, names, language)


def word_finding(finding: Finding, names: Names, language: Language) -> str:
    """Say what a finding saw and what to do about it."""
    gap = "" if language is Language.ZH else " "
    return f"{say_finding(finding, names, language)}{gap}{advise(finding, names, language)}"


def word_fault(fault: Fault, language: Language) -> str:
    """Say where a fault stands, what it is, and the nearest known name."""
    say = catalogue(language)
    params = {key: _word(value, language) for key, value in fault.params.items()}
    if "expected" in params:
        params["expected"] = say(EXPECTED.get(params["expected"], EXPECTED["other"]))
    words = say(FAULTS[fault.code], **params)
    if params.get("nearest"):
        gap = "" if language is Language.ZH else " "
        words += gap + say(NEAREST, nearest=params["nearest"])
    return _placed(fault, words, language)


def _placed(fault: Fault, words: str, language: Language) -> str:
    say = catalogue(language)
    if fault.line is None:
        return say("{file}: {words}", file=fault.file, words=words)
    if not fault.key:
        return say("{file}, line {line}: {words}", file=fault.file, line=fault.line, words=words)
    return say(
        "{file}, line {line}, {key}: {words}", file=fault.file, line=fault.line, key=fault.key, words=words
    )


def word_error(code: str, params: Mapping[str, Param], language: Language) -> str:
    """Say what stopped the work and what to do."""
    words = ERRORS.get(code, ERRORS["bug"])
    filled = {"kind": code, "reason": "", **{key: _word(value, language) for key, value in params.items()}}
    return catalogue(language)(words, **filled)


def word_app_error(error: AppError, language: Language) -> str:
    """Say what stopped the work and what to do."""
    return word_error(error.code, error.params, language)


def word_source(source: Source, language: Language) -> str:
    """Name a source: instrument, place in it, day read, how sure."""
    say = catalogue(language)
    words = say(
        "{title}, {where} (read {day}, {confidence})",
        title=source.title.in_language(language),
        where=source.where.in_language(language),
        day=date_words(source.read_on, language),
        confidence=say(CONFIDENCE_NAMES[source.confidence]),
    )
    colon = "：" if language is Language.ZH else ": "
    return words if source.note is None else f"{words}{colon}{source.note.in_language(language)}"


def word_progress(progress: Progress, language: Language) -> str:
    """Say which step runs and on what."""
    words = catalogue(language)(STEPS.get(progress.step, STEPS["page"]))
    counted = f"{words} {progress.done}/{progress.total}"
    return f"{counted}  {progress.name}" if progress.name else counted


def _forms(finding: Finding) -> tuple[str, str]:
    for variant in _variants(finding):
        if f"{finding.code}:{variant}" in FINDINGS:
            return FINDINGS[f"{finding.code}:{variant}"]
    return FINDINGS[finding.code]


def _variants(finding: Finding) -> Iterator[str]:
    """Give the names of the forms that fit a finding, the most telling first."""
    params = finding.params
    if "said_by" in params:
        # The reason is a person's own words, and no form has its name.
        yield "-".join(filter(None, ("part" * ("in_part" in params), "dated" * ("said_on" in params))))
        return
    if "reason" in params:
        yield str(params["reason"])
    if finding.code == "letter.unsigned":
        yield from (each for each in ("beside", "signing") if each in params)
    if finding.code.startswith("history.") and "ended" in params:
        yield "ended"
    if finding.code == "history.untold" and params["since"] == params["until"]:
        yield "month"
    if finding.code == "file.signed":
        yield from _signed_variants(params)
    if "fonts" in params:
        yield "fonts"
    if "converter" in params:
        yield "laid-out"
    if "way" in params and "country" in params:
        yield str(params["way"])
    if "begins" in params:
        yield "window"
    if "other_person" in params:
        yield "other"
    if finding.requirement == "passport":
        yield "passport"
    if params.get("read") is True:
        yield "read"
    if params.get("age") == 0:
        yield "birth"
    if "met_on" in params:
        yield "later"
    if "country" in params:
        yield "country"
    if finding.page:
        yield "page"
    if params.get("days") == 0:
        yield "last-day"
    average, year = params.get("average_year"), params.get("year")
    if isinstance(average, int) and isinstance(year, int) and average != year - 1:
        yield "latest"


def _signed_variants(params: Mapping[str, Param]) -> Iterator[str]:
    if params.get("signer"):
        number = "one" if params.get("count") == 1 else "several"
        if "day" in params:
            yield f"{number}-dated"
        yield number


def _said(message: str, finding: Finding, names: Names, language: Language) -> str:
    return catalogue(language)(message, **_places(finding, names, language))


def _places(finding: Finding, names: Names, language: Language) -> dict[str, str]:
    """Return the words for every named place that a finding's sentence may have."""
    say = catalogue(language)
    places = {key: _param(key, value, finding, language) for key, value in finding.params.items()}
    if finding.requirement is not None:
        places["requirement"] = names.requirement(finding.requirement, language)
        if finding.part not in (None, EvidencePart.ORIGINAL.value):
            part = say(PART_NAMES[EvidencePart(finding.part)])
            places["requirement"] = say(
                "{requirement} ({part})", requirement=places["requirement"], part=part
            )
    if "said_by" in places and "country" in places:
        places["requirement"] = say(
            "{requirement} ({part})", requirement=places["requirement"], part=places["country"]
        )
    if finding.person is not None:
        places["person"] = names.person(finding.person, language)
    if isinstance(papers := finding.params.get("requirements"), tuple):
        places["requirements"] = _word(tuple(names.requirement(each, language) for each in papers), language)
    for key in _QUESTIONS & places.keys():
        places[key] = names.question(places[key], language)
    places["file"] = finding.file or "—"
    places["page"] = str(finding.page or "")
    if "other_requirement" in places:
        places["other_requirement"] = names.requirement(places["other_requirement"], language)
    for key in _PEOPLE & places.keys():
        places[key] = names.person(places[key], language)
    return places


def _param(key: str, value: Param, finding: Finding, language: Language) -> str:
    if key in _MONEY and isinstance(value, int | float):
        return money_words(value, language)
    if key in _AMOUNTS and isinstance(value, int | float):
        counted = finding.code.startswith(_COUNTED_CODES)
        return f"{value:g}" if counted else money_words(value, language)
    if key in _FIGURES and finding.code.startswith("figures.") and isinstance(value, int | float):
        return money_words(value, language)
    if finding.code in _BY_MONTH and isinstance(value, date):
        return written_month(value, language)
    if finding.code == "history.gap" and key == "months" and isinstance(value, int):
        return amount_words(value, "months", language)
    if value in ("yes", "no") and key in ("value", "said"):
        return catalogue(language)(YES if value == "yes" else NO)
    if key == "way":
        return catalogue(language)(WAY_NAMES[AuthenticationWay(str(value))])
    if key == "country":
        return country_name(str(value)).in_language(language)
    if key in _LISTED and isinstance(value, tuple):
        say = catalogue(language)
        return _word(tuple(say(_LISTED[key].get(each, each)) for each in value), language)
    if key == "colour":
        return catalogue(language)(PHOTO_COLOURS.get(str(value), PHOTO_COLOURS["other"]))
    if key == "role":
        return catalogue(language)(ROLE_NAMES[PersonRole(str(value))])
    return _word(value, language)


def _word(value: Param, language: Language) -> str:
    match value:
        case Text():
            return value.in_language(language)
        case date():
            return date_words(value, language)
        case float():
            return f"{value:.10g}"
        case tuple():
            return ("、" if language is Language.ZH else ", ").join(value)
        case _:
            return str(value)


def word_discrepancy(discrepancy: Discrepancy, language: Language) -> str:
    """Say what in a packet is not as it was built."""
    say = catalogue(language)
    words = say(
        DISCREPANCIES.get(discrepancy.code, DISCREPANCIES["other"]),
        expected=discrepancy.expected,
        found=discrepancy.found,
        file=discrepancy.file or "—",
    )
    if discrepancy.page is None:
        return words
    return say("Page {page}: {words}", page=discrepancy.page, words=words)
