"""Pages of the admin: the list of jobs, the review page and its acts, sending pages for translation."""
