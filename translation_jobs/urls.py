"""Addresses outside the admin, for those who operate the site; the site includes them (settings.APP_URLS)."""

from django.urls import path

from translation_jobs.views.operation import metrics, readyz

urlpatterns = [path("readyz", readyz), path("metrics", metrics)]
