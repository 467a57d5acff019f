"""Yongju 永居: from "which category fits me?" to a finished, checked submission packet, offline.

The map of the packages, lowest first; a package may import only from those above it in this list:

    domain      what the words mean: frozen dataclasses and enums, nothing else
    env         where we are: paths, settings, redacted logs, the clock, replace-after-write
    toml_lines  reads TOML and remembers the line of every key
    i18n        one catalogue object per language; findings and errors become sentences here
    typeset     the bundled font: widths, where lines may break, what can be drawn
    rules       reads rule packs; which categories fit and why; which requirements follow
    intake      looks at one file and states facts: pages, text, kind of paper, photo; decides nothing
    checks      holds facts against requirements and states findings
    packet      plans every page, then draws, stamps, writes, verifies
    letters     fills letters and data sheets: Word templates, and the same as PDF
    store       the case folder, the case database, the file vault
    casework    what a person does, one function per verb, the same for window and command line
    cli, gui    two faces of casework

The walk of one datum, a passport photo that becomes page 7:
`Path → FileKind → StoredFile → FileFacts → Evidence → PageSource → PlannedPage → sheet → page 7`.
Start reading at `casework.attach.attach_evidence` and `casework.assemble.assemble_packet`; how a page is
read, at `intake.read.read_file`; what is made of it, at `casework.review.review_case`.
"""

__version__ = "0.1.0"
