"""Use cases, in the order of data's path: submission, extraction, pretranslation, quality, review.

Each function owns its transaction; the page's lock is always the first that it takes, and no provider is called inside
a transaction.
"""
