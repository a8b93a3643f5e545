"""Two languages in one page: the only part of the site that the translation pipeline may know.

The source language is what editors write; each source field has a *twin* column that holds the target language. Twin
columns are a projection of the live source and the approved paragraphs: never in a form, never in a revision, and
written by `projection` alone. See docs/adr/0001-parallel-fields-with-derived-projection.md.
"""
