"""Letters, data sheets and lists that are filled from a case: Word templates, and the same as PDF."""
