"""The site: what editors write and the public reads. Never imports translation_jobs."""
