"""Articles from files: Markdown with front matter becomes a page, and a translation that exists is put in force.

`front_matter` and `markdown_blocks` know nothing of the database; `importer` and `pairing` work on pages; the `demo_…`
modules fill an empty site with invented content. Nothing here may import the translation pipeline.
"""
