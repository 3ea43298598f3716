"""A named tuple of ours is what ``typing`` makes, from its first value to those that its own constructor makes."""

from __future__ import annotations

import copy
import pickle
from typing import NamedTuple as Known

import pytest

from ehcli.named_tuple import NamedTuple


class Ours(NamedTuple):
    """A shape with a default, a property and a method."""

    name: str
    born: int = 2016
    tags: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        return f"{self.name} {self.born}"


class Below(Ours):
    """A shape that is made from another."""


class Theirs(Known):
    name: str
    born: int = 2016
    tags: tuple[str, ...] = ()


GIVEN: list[tuple[tuple[object, ...], dict[str, object]]] = [
    (("Ada",), {}),
    (("Ada", 2014), {}),
    (("Ada", 2014, ("a",)), {}),
    ((), {"name": "Ada"}),
    (("Ada",), {"tags": ("b",)}),
    ((), {"tags": (), "born": 1, "name": "Ada"}),
]
REFUSED: list[tuple[tuple[object, ...], dict[str, object]]] = [
    ((), {}),
    (("Ada", 1, (), 2), {}),
    (("Ada",), {"name": "Bo"}),
    (("Ada",), {"age": 3}),
    ((), {"born": 1}),
]


@pytest.mark.parametrize("turn", range(3))
@pytest.mark.parametrize("shape", [Ours, Below])
def test_values_are_those_of_typing(shape, turn) -> None:
    for _ in range(4):
        for values, named in GIVEN:
            made, like = shape(*values, **named), Theirs(*values, **named)
            assert tuple(made) == tuple(like) and type(made) is shape
            assert made._asdict() == like._asdict() and made._replace(born=7) == like._replace(born=7)
        for values, named in REFUSED:
            with pytest.raises(TypeError):
                shape(*values, **named)


def test_it_can_be_taken_apart_copied_and_shown() -> None:
    made = Ours("Ada", tags=("x",))
    name, born, _ = made
    assert (name, born, made.shown) == ("Ada", 2016, "Ada 2016")
    assert repr(made) == "Ours(name='Ada', born=2016, tags=('x',))"
    assert copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == Ours._make(["Ada", 2016, ("x",)]) == made
    assert Ours._fields == Theirs._fields == Ours.__match_args__ and Ours._field_defaults == Theirs._field_defaults
    with pytest.raises(AttributeError):
        made.name = "Bo"  # type: ignore[misc]
    with pytest.raises(ValueError, match="age"):
        made._replace(age=3)  # type: ignore[call-arg]
    match made:
        case Ours(first, year):
            assert (first, year) == ("Ada", 2016)
