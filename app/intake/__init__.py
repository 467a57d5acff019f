"""Looks at one file and states facts: what it is, what pages it has, whether they can be used.

`identify` says what the content is, `examine` states the facts, `ready` makes a copy from which
pages can be taken where the file itself does not allow it. Nothing in here decides or words anything.
"""
