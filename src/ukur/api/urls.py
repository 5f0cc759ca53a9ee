"""The addresses of the API. They answer 401 themselves, where pages lead to the sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path

from ukur.api.v1.api import api

_routes, _app_name, _namespace = api.urls
for _route in _routes:
    if isinstance(_route, URLPattern):
        login_not_required(_route.callback)

urlpatterns: list[URLPattern | URLResolver] = [path("v1/", (_routes, _app_name, _namespace))]
