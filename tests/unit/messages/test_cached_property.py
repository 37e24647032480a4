"""Attributes that are computed when they are first read."""

from wsgi_apps.messages.cached_property import cached_property


class Owner:
    made = 0

    @cached_property
    def value(self):
        """What it is."""
        self.made += 1
        return self.made


def test_computed_once():
    owner = Owner()
    assert (owner.value, owner.value, owner.made) == (1, 1, 1)


def test_set_and_deleted():
    owner = Owner()
    owner.value = 7
    assert (owner.value, owner.made) == (7, 0)
    del owner.value
    assert owner.value == 1


def test_of_the_class():
    assert Owner.value.__doc__ == "What it is."
