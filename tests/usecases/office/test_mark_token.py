"""The use of a key is written once a day, so that reading is not writing."""

from datetime import timedelta

import pytest

from tests.builders import new_world
from ukur.domain.api_keys import NewKey
from ukur.domain.people import Role
from ukur.store.models import ApiToken
from ukur.usecases.office.make_token import make_token
from ukur.usecases.office.mark_token import mark_token


@pytest.mark.django_db
def test_the_use_of_a_key_is_written_once_a_day() -> None:
    world = new_world()
    first = world.clock.at
    ends = (first + timedelta(days=9)).date()
    make_token(wanted=NewKey("SIMPUS", ends), actor=world.actor(Role.STAFF), tools=world.tools)
    token_id = ApiToken.objects.get().pk
    written = []
    for hours in (0, 23, 1):
        world.clock.at += timedelta(hours=hours)
        mark_token(token_id=token_id, tools=world.tools)
        written.append(ApiToken.objects.get().used_at)
    assert written == [first, first, first + timedelta(days=1)]
