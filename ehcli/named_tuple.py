"""Named tuples, made quickly.

Those of ``typing`` took a seventh of the time of every command, most of it for nothing.
A class made here is what ``typing.NamedTuple`` makes, and to a type checker it is that. But its annotations are not
looked at, and its constructor is compiled when some values were made: a command uses few of the shapes it loads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple
else:
    from collections import _tuplegetter

    OFTEN = 10  # values: to compile a constructor takes as long as to make as many without one

    class Shape(tuple):
        """What every named tuple can do."""

        __slots__ = ()
        _fields = ()
        _field_defaults = {}  # noqa: RUF012
        _made = 0

        def __new__(cls, /, *values: object, **named: object) -> Self:
            """One of the first values of a class; from the tenth on its own constructor makes them."""
            of = next(each for each in cls.__mro__ if "_fields" in each.__dict__)
            of._made += 1
            if of._made < OFTEN and not named and len(values) == len(of._fields):
                return tuple.__new__(cls, values)
            if of._made < OFTEN:
                every = dict(zip(of._fields, values, strict=False))
                whole = {**of._field_defaults, **every, **named}
                if len(values) <= len(of._fields) and not every.keys() & named and whole.keys() == set(of._fields):
                    return tuple.__new__(cls, map(whole.__getitem__, of._fields))
            of.__new__ = constructor(of._fields, of._field_defaults)
            return of.__new__(cls, *values, **named)

        @classmethod
        def _make(cls, values: Iterable[object]) -> Self:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **named: object) -> Self:
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)!r}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self._asdict().items())})"

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)

    class Maker(type):
        """Makes the class of a named tuple from what its body says."""

        def __new__(of, name: str, bases: tuple[type, ...], said: dict[str, Any]) -> type:
            fields = tuple(said.get("__annotations__", ()))
            defaults = {field: said[field] for field in fields if field in said}
            said.update((field, _tuplegetter(at, "")) for at, field in enumerate(fields))
            said |= {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return type(name, (Shape,), said)

    def constructor(fields: tuple[str, ...], defaults: dict[str, object]) -> Any:
        """What takes the values of these fields, by place or by name."""
        taken = ", ".join(f"{field}=_defaults['{field}']" if field in defaults else field for field in fields)
        given = f"({', '.join(fields)},)" if fields else "()"
        known = {"_new": tuple.__new__, "_defaults": defaults, "__builtins__": {}}
        return eval(f"lambda _of, {taken}: _new(_of, {given})", known)

    NamedTuple = type.__new__(Maker, "NamedTuple", (), {})

__all__ = ["NamedTuple"]
