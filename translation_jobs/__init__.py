"""The translation pipeline: jobs, segments, providers, checks and review. Of the site it knows only cms.bilingual."""
