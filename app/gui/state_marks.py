"""Which mark stands for which state; the word always stands beside it."""

from app.domain.findings import Severity
from app.domain.judgement import Fit, ItemState, Verdict
from app.domain.ledger import Agreement
from app.domain.photos import MeasureState
from app.domain.sorting import Sureness
from app.domain.timelines import SpanState
from app.gui.marks import Mark

FIT_MARKS = {
    Fit.FITS: Mark.GOOD,
    Fit.UNDECIDED: Mark.ASK,
    Fit.DOES_NOT_FIT: Mark.BAD,
    Fit.NOT_EVALUATED: Mark.OFF,
}
VERDICT_MARKS = {Verdict.MET: Mark.GOOD, Verdict.NOT_MET: Mark.BAD, Verdict.UNKNOWN: Mark.ASK}
SEVERITY_MARKS = {Severity.BLOCKER: Mark.BAD, Severity.WARNING: Mark.WARN, Severity.NOTE: Mark.NOTE}
AGREEMENT_MARKS = {
    Agreement.AGREES: Mark.GOOD,
    Agreement.DIFFERS: Mark.WARN,
    Agreement.UNCLEAR: Mark.ASK,
    Agreement.UNKNOWN: Mark.OFF,
}
SURENESS_MARKS = {
    Sureness.SURE: Mark.GOOD,
    Sureness.LIKELY: Mark.NOTE,
    Sureness.UNSURE: Mark.ASK,
    Sureness.UNKNOWN: Mark.OPEN,
}
MEASURE_MARKS = {
    MeasureState.WITHIN: Mark.GOOD,
    MeasureState.OUTSIDE: Mark.WARN,
    MeasureState.NOT_MEASURED: Mark.ASK,
    MeasureState.NOT_ASKED: Mark.OFF,
}
SPAN_MARKS = {
    SpanState.GOOD: Mark.GOOD,
    SpanState.SOON: Mark.WARN,
    SpanState.OVER: Mark.BAD,
    SpanState.UNDATED: Mark.ASK,
}
STATE_MARKS = {
    ItemState.MISSING: Mark.OPEN,
    ItemState.TOO_FEW: Mark.WARN,
    ItemState.UNSIGNED: Mark.WARN,
    ItemState.PROVIDED: Mark.GOOD,
    ItemState.ASK_WINDOW: Mark.ASK,
    ItemState.UNDECIDED: Mark.ASK,
    ItemState.WAIVED: Mark.OFF,
    ItemState.NOT_NEEDED: Mark.WARN,
}
