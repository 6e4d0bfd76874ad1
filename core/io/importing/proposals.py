"""What some files would come to: their parts, a role a column, and the document that follows or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.errors import LossAtlasError
from core.io.importing import making
from core.io.importing.columns import Part
from core.io.importing.making import Outcome
from core.io.importing.roles import PREDICTED, Doubt, Kind, Role, guess
from core.validation import Scale


@dataclass(frozen=True, eq=False)
class Proposal:
    """Parts and roles; an immutable value like a document: what changes a role gives a new one.

    Attributes
    ----------
    roles
        For each part a role a column.
    doubts
        What the files leave open, so that a person should look before.
    """

    parts: tuple[Part, ...]
    roles: tuple[tuple[Role, ...], ...]
    doubts: frozenset[Doubt] = frozenset()

    @classmethod
    def of(cls, parts: Sequence[Part]) -> Proposal:
        """Return what is most likely of some files."""
        guesses = [guess(part) for part in parts]
        doubts = frozenset[Doubt]().union(*(each.doubts for each in guesses))
        return cls(tuple(parts), tuple(each.roles for each in guesses), doubts)

    def with_roles(self, part: int, roles: Mapping[int, Role]) -> Proposal:
        """Return the proposal with other roles for some columns of a part."""
        old = self.roles[part]
        new = tuple(roles.get(place, role) for place, role in enumerate(old))
        return replace(self, roles=(*self.roles[:part], new, *self.roles[part + 1 :]), doubts=frozenset())

    def with_scale(self, scale: Scale) -> Proposal:
        """Return the proposal with all predictions taken as probabilities, or all as logits."""
        roles = tuple(
            tuple(replace(role, kind=scale) if role.kind in PREDICTED else role for role in some) for some in self.roles
        )
        return replace(self, roles=roles, doubts=self.doubts - {"scale"})

    def scales(self) -> set[Kind]:
        """Return the scales that predictions are taken for."""
        return {role.kind for some in self.roles for role in some if role.kind in PREDICTED}

    @property
    def is_certain(self) -> bool:
        """Whether the files say all that is needed, and a document follows."""
        assumed = any(note.code == making.SORTED for note in self.outcome.notes)
        return not self.doubts and not assumed and self.outcome.document is not None

    @cached_property
    def outcome(self) -> Outcome:
        """The document, or the first thing that is in its way."""
        try:
            return making.outcome(self.parts, self.roles)
        except LossAtlasError as error:
            return Outcome(None, (), error)
