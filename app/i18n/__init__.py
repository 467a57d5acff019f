"""One catalogue object per language; findings, errors, dates and money become words here."""
