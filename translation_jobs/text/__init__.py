"""About language, in pure Python: sentences, numbers, dates, terms. No Django, no database."""
