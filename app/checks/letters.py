"""Is every letter of ours signed and sealed by now?"""

from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.domain.case import Evidence, EvidencePart
from app.domain.findings import Finding, Param
from app.domain.judgement import ChecklistItem


def check_letters(bench: Bench) -> Iterator[Finding]:
    """State letters that stand for a paper as they were written, without signature and seal."""
    for evidence, item in bench.evidence():
        if evidence.made_from:
            yield found("letter.unsigned", evidence, file=evidence.files[0], params=_params(evidence, item))


def _params(evidence: Evidence, item: ChecklistItem | None) -> dict[str, Param]:
    params: dict[str, Param] = {"made_from": evidence.made_from}
    if _has_signed(item):
        return {**params, "beside": True}
    letters = () if item is None else item.unsigned
    signing = next((each.signing for each in letters if each.letter == evidence.made_from), None)
    return params if signing is None else {**params, "signing": signing}


def _has_signed(item: ChecklistItem | None) -> bool:
    given = () if item is None else item.evidence
    return any(each.part is EvidencePart.ORIGINAL and not each.made_from for each in given)
