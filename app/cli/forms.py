"""The JSON forms of answers; keys are stable, new ones may be added."""

import json
from datetime import date
from pathlib import Path

from app import __version__
from app.casework.results import Review
from app.domain.case import Case, NotNeeded
from app.domain.errors import AppError, Fault, FaultyFile, PacketBlocked
from app.domain.findings import Finding, Param, Severity
from app.domain.judgement import (
    ChainNeed,
    ChecklistItem,
    ConditionResult,
    Contradiction,
    FactResult,
    Matching,
    UnsignedLetter,
    YearJudgement,
)
from app.domain.packet import Built, Verification
from app.domain.rules import (
    Background,
    Category,
    Conflict,
    Effective,
    Missing,
    PhotoProfile,
    Range,
    RulePack,
    Waiver,
)
from app.domain.sources import Source
from app.domain.words import Language, Text
from app.i18n.wording import (
    Names,
    word_app_error,
    word_contradiction,
    word_discrepancy,
    word_fault,
    word_finding,
)

Form = dict[str, object]


def to_json(form: Form) -> str:
    """Write a form as one JSON document."""
    return json.dumps(form, ensure_ascii=False, indent=2, allow_nan=False)


def review_form(case: Case, review: Review, names: Names) -> Form:
    """Return all findings of a case with their summary."""
    return {
        **_heading(case),
        "findings": [finding_form(finding, names) for finding in review.findings],
        "summary": {severity.value: review.count(severity) for severity in Severity},
    }


def finding_form(finding: Finding, names: Names) -> Form:
    """Return one finding, worded in both languages."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "requirement": finding.requirement,
        "person": finding.person,
        "part": finding.part,
        "file": finding.file,
        "page": finding.page,
        "params": {key: param_form(value) for key, value in finding.params.items()},
        "message": {language.value: word_finding(finding, names, language) for language in Language},
        "source": [source_form(source) for source in finding.source],
    }


def source_form(source: Source) -> Form:
    """Return where a rule is written."""
    return {
        "instrument": source.instrument,
        "title": text_form(source.title),
        "where": text_form(source.where),
        "read_on": source.read_on.isoformat(),
        "confidence": source.confidence.value,
        "note": None if source.note is None else text_form(source.note),
    }


def text_form(text: Text) -> Form:
    """Return a text in both languages."""
    return {"en": text.en, "zh": text.zh}


def categories_form(categories: tuple[Category, ...], background: tuple[Background, ...]) -> Form:
    """Return every category, and what is shown beside them."""
    return {
        "format": 1,
        "categories": [_category_form(category) for category in categories],
        "background": [_background_form(each) for each in background],
    }


def _category_form(category: Category) -> Form:
    return {
        "id": category.id,
        "title": text_form(category.title),
        "kind": category.kind.value,
        "outcome": text_form(category.outcome),
        "instrument": text_form(category.instrument),
        "status": category.force.value,
        **_effective_form(category.effective),
        "places": list(category.places),
        "family": text_form(category.family),
        "accompanying": [each.role.value for each in category.accompanying],
        "conditions": [
            {
                "id": each.id,
                "label": text_form(each.label),
                **_effective_form(each.effective),
                "source": sources_form(each.source),
            }
            for each in category.conditions
        ],
        "requirements": list(dict.fromkeys(each.requirement for each in category.asks)),
        "notes": [{**text_form(each.text), "source": sources_form(each.source)} for each in category.notes],
        "conflicts": conflicts_form(category.conflicts),
        "missing": missing_form(category.missing),
        "source": sources_form(category.source),
    }


def _background_form(background: Background) -> Form:
    return {
        "id": background.id,
        "title": text_form(background.title),
        "instrument": text_form(background.instrument),
        "status": "background",
        **_effective_form(background.effective),
        "articles": [
            {
                "id": each.id,
                "topic": each.topic.value,
                "text": text_form(each.text),
                **_effective_form(each.effective),
                "source": sources_form(each.source),
            }
            for each in background.articles
        ],
        "source": sources_form(background.source),
    }


def conflicts_form(conflicts: tuple[Conflict, ...]) -> list[Form]:
    """Return what sources say differently, every value with its source."""
    return [
        {
            "id": each.id,
            "about": text_form(each.about),
            "readings": [
                {"value": text_form(row.value), "source": sources_form(row.source)} for row in each.readings
            ],
        }
        for each in conflicts
    ]


def missing_form(missing: tuple[Missing, ...]) -> list[Form]:
    """Return what no text that was read says."""
    return [
        {"id": each.id, "about": text_form(each.about), "source": sources_form(each.source)}
        for each in missing
    ]


def sources_form(sources: tuple[Source, ...]) -> list[Form]:
    """Return where a rule is written."""
    return [source_form(source) for source in sources]


def _effective_form(effective: Effective) -> Form:
    return {"effective_from": _day(effective.since), "effective_until": _day(effective.until)}


def matches_form(case: Case, matching: Matching, names: Names) -> Form:
    """Return how every category came out, what contradicts itself and what to ask next."""
    return {
        **_heading(case),
        "matches": [
            {
                "category": match.category.id,
                "title": text_form(match.category.title),
                "fit": match.fit.value,
                "not_evaluated": None if match.not_evaluated is None else match.not_evaluated.value,
                "distance": round(match.distance, 4),
                "met_on": _day(match.met_on),
                "conditions": [_condition_form(result) for result in match.results],
            }
            for match in matching.matches
        ],
        "contradictions": [_contradiction_form(each, names) for each in matching.contradictions],
        "next_questions": [
            {
                "question": each.question.id,
                "text": text_form(each.question.text),
                "decides": each.decides,
            }
            for each in matching.next_questions
        ],
    }


def _contradiction_form(contradiction: Contradiction, names: Names) -> Form:
    return {
        "code": contradiction.code,
        "facts": list(contradiction.facts),
        "person": contradiction.person,
        "params": {key: param_form(value) for key, value in contradiction.params.items()},
        "message": {
            language.value: word_contradiction(contradiction, names, language) for language in Language
        },
    }


def _condition_form(result: ConditionResult) -> Form:
    return {
        "id": result.condition.id,
        "label": text_form(result.condition.label),
        "verdict": result.verdict.value,
        "value": None if result.value is None else param_form(result.value),
        "threshold": None if result.threshold is None else param_form(result.threshold),
        "shortfall": result.shortfall,
        "unit": result.unit,
        "shortfall_unit": result.shortfall_unit,
        "met_on": _day(result.met_on),
        "disputed": result.disputed,
        "unanswered": list(result.unanswered),
        "contradicted": list(result.contradicted),
        "facts": [_fact_form(each) for each in result.facts],
        "years": [_year_form(year) for year in result.years],
        "source": [source_form(source) for source in result.condition.source],
    }


def _fact_form(result: FactResult) -> Form:
    return {
        "fact": result.fact,
        "relation": result.relation,
        "since": _day(result.since),
        "verdict": result.verdict.value,
        "value": None if result.value is None else param_form(result.value),
        "threshold": None if result.threshold is None else param_form(result.threshold),
        "unit": result.unit,
        "shortfall": result.shortfall,
        "shortfall_unit": result.shortfall_unit,
        "met_on": _day(result.met_on),
    }


def _year_form(year: YearJudgement) -> Form:
    return {
        "year": year.year,
        "column": year.column.value,
        "value": year.value,
        "threshold": year.threshold,
        "strict_threshold": year.strict_threshold,
        "average_year": year.average_year,
        "verdict": year.verdict.value,
        "strict_verdict": year.strict_verdict.value,
        "shortfall": year.shortfall,
        "begins": _day(year.begins),
        "ends": _day(year.ends),
        "income": year.income,
        "strict_income": year.strict_income,
        "others": [
            {"cny": each.cny, "average_year": each.average_year, "source": sources_form(each.source)}
            for each in year.others
        ],
        "source": [source_form(source) for source in year.source],
    }


def checklist_form(case: Case, checklist: tuple[ChecklistItem, ...]) -> Form:
    """Return what is asked of whom."""
    return {**_heading(case), "items": [_item_form(item) for item in checklist]}


def _item_form(item: ChecklistItem) -> Form:
    return {
        "requirement": item.requirement.id,
        "instead": list(item.ask.instead),
        "person": item.person.id,
        "title": text_form(item.title),
        "accepts": text_form(item.requirement.accepts),
        "issuer": text_form(item.requirement.issuer),
        "obtain": text_form(item.requirement.obtain),
        "legacy": None if item.requirement.legacy is None else text_form(item.requirement.legacy.text),
        "why": None if item.ask.why is None else text_form(item.ask.why),
        "pieces": item.ask.pieces,
        "country": item.ask.country,
        "form": item.requirement.form,
        "copies": item.copies,
        "optional": item.optional,
        "state": item.state.value,
        "unanswered": list(item.unanswered),
        "waiver": None if item.waiver is None else _waiver_form(item.waiver),
        "waivable": [_waiver_form(each) for each in item.waivable],
        "chain": [_chain_form(each) for each in item.chains],
        "deposits": [
            {
                "cny": each.cny,
                "frozen_months": each.frozen_months,
                "source": sources_form(each.source),
            }
            for each in item.deposits
        ],
        "notes": [{**text_form(each.text), "source": sources_form(each.source)} for each in item.notes],
        "photo": None if item.photo is None else _photo_form(item.photo),
        "not_needed": None if item.not_needed is None else _not_needed_form(item.not_needed),
        "unsigned": [_unsigned_form(each) for each in item.unsigned],
        "use_by": None if item.use_by is None else item.use_by.day.isoformat(),
        "files": [name for evidence in item.evidence for name in evidence.files],
        "source": [source_form(source) for source in item.ask.source],
    }


def _unsigned_form(letter: UnsignedLetter) -> Form:
    return {
        "made_from": letter.letter,
        "title": text_form(letter.title),
        "signing": None if letter.signing is None else text_form(letter.signing),
        "files": list(letter.files),
    }


def _waiver_form(waiver: Waiver) -> Form:
    return {"id": waiver.id, "ground": text_form(waiver.ground), "source": sources_form(waiver.source)}


def _photo_form(photo: PhotoProfile) -> Form:
    measures = (
        "pixels_wide", "pixels_high", "file_kb", "dpi",
        "head_width_mm", "head_height_mm", "above_head_mm", "below_chin_mm",
    )  # fmt: skip
    return {
        "width_mm": photo.width_mm,
        "height_mm": photo.height_mm,
        "count": photo.count,
        "background": text_form(photo.background),
        "colours": list(photo.colours),
        **{name: _range_form(getattr(photo, name)) for name in measures},
        "months": photo.months,
        "digital": photo.digital,
        "receipt": photo.receipt,
        "source": sources_form(photo.source),
    }


def _range_form(measure: Range | None) -> Form | None:
    return None if measure is None else {"least": measure.least, "most": measure.most}


def _chain_form(need: ChainNeed) -> Form:
    return {
        "country": need.country,
        "authentication": None if need.way is None else need.way.value,
        "how": None if need.how is None else text_form(need.how),
        "translation": need.translation,
        "translator_licence": need.translator_licence,
        "source": sources_form(need.source),
    }


def built_form(built: Built, draft: bool) -> Form:
    """Return where the packet is."""
    return {
        "format": 1,
        "packet": built.path,
        "pages": built.page_count,
        "size_bytes": built.size_bytes,
        "sha256": built.sha256,
        "draft": draft,
        "volumes": [
            {
                "packet": volume.path,
                "pages": volume.page_count,
                "size_bytes": volume.size_bytes,
                "sha256": volume.sha256,
            }
            for volume in built.volumes
        ],
        "beside": list(built.beside),
    }


def demo_form(folder: Path, case: Case, review: Review, built: Built, verification: Verification) -> Form:
    """Return where the sample case and its packet are."""
    return {
        **_heading(case),
        **built_form(built, False),
        "case": str(folder),
        "summary": {severity.value: review.count(severity) for severity in Severity},
        "sound": verification.sound,
    }


def verification_form(verification: Verification) -> Form:
    """Return what reading a packet back showed."""
    return {
        "format": 1,
        "packet": verification.path,
        "title": verification.title,
        "category": verification.category,
        "place": verification.place,
        "pages": verification.page_count,
        "source_pages": verification.source_pages,
        "draft": verification.draft,
        "packet_id": verification.packet_id,
        "volume": verification.volume,
        "volumes": verification.volumes,
        "other_volumes": list(verification.siblings),
        "recipient": verification.recipient,
        "shared_on": verification.shared_on,
        "supplement_to": verification.supplement_to,
        "attachments": list(verification.attachments),
        "unembedded_fonts": {file: list(names) for file, names in verification.unembedded_fonts},
        "sound": verification.sound,
        "discrepancies": [
            {
                "code": each.code,
                "page": each.page,
                "expected": each.expected,
                "found": each.found,
                "message": {language.value: word_discrepancy(each, language) for language in Language},
            }
            for each in verification.discrepancies
        ],
    }


def blocked_form(case: Case, blocked: PacketBlocked, names: Names) -> Form:
    """Return why no packet was written."""
    return {
        **_heading(case),
        **error_form(blocked),
        "findings": [finding_form(finding, names) for finding in blocked.findings],
    }


def error_form(error: AppError) -> Form:
    """Return what stopped the work, with every fault where there are some."""
    form: Form = {
        "format": 1,
        "error": {
            "code": error.code,
            "params": {key: param_form(value) for key, value in error.params.items()},
            "message": {language.value: word_app_error(error, language) for language in Language},
        },
    }
    if isinstance(error, FaultyFile):
        form["faults"] = [_fault_form(fault) for fault in error.faults]
    return form


def _fault_form(fault: Fault) -> Form:
    return {
        "code": fault.code,
        "file": fault.file,
        "line": fault.line,
        "key": fault.key,
        "nearest": fault.params.get("nearest") or None,
        "message": {language.value: word_fault(fault, language) for language in Language},
    }


def pack_form(pack: RulePack) -> Form:
    """Return what a sound rule pack holds."""
    return {
        "format": 1,
        "pack": pack.id,
        "title": text_form(pack.title),
        "version": pack.version,
        "program": __version__,
        "categories": len(pack.categories),
        "requirements": len(pack.requirements),
        "places": len(pack.places),
        "questions": len(pack.questions),
        "lists": len(pack.lists),
        "background": len(pack.background),
        "apostille_members": len(pack.apostille.members),
        "faults": [],
    }


def _heading(case: Case) -> Form:
    return {
        "format": 1,
        "category": case.category,
        "place": case.place,
        "submit_on": case.submit_on.isoformat(),
        "not_needed": [_not_needed_form(row) for row in case.not_needed],
    }


def _not_needed_form(row: NotNeeded) -> Form:
    return {
        "requirement": row.requirement,
        "person": row.person,
        "country": row.country,
        "reason": row.reason,
        "said_by": row.said_by,
        "said_on": _day(row.said_on),
    }


def param_form(value: Param) -> object:
    """Return a value of a finding or a change."""
    match value:
        case Text():
            return text_form(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
