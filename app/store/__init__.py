"""Where cases are kept: the case folder, the case database, the file vault. SQL only here."""
