"""The root of all addresses."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("ukur.api.urls")),
    path("", include("ukur.web.urls")),
]

handler400 = "ukur.web.refused.bad_request"
