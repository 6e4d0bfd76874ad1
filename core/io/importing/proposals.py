"""What some files would come to: their parts, a role a column, and the document that follows or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.document import Document
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
    open_
        For each part what it leaves open.
    """

    parts: tuple[Part, ...]
    roles: tuple[tuple[Role, ...], ...]
    open_: tuple[frozenset[Doubt], ...]

    @classmethod
    def of(cls, parts: Sequence[Part]) -> Proposal:
        """Return what is most likely of some files."""
        guesses = [guess(part) for part in parts]
        return cls(tuple(parts), tuple(each.roles for each in guesses), tuple(each.doubts for each in guesses))

    @property
    def doubts(self) -> frozenset[Doubt]:
        """What the files leave open, so that a person should look before."""
        return frozenset[Doubt]().union(*self.open_)

    def with_part(self, place: int, part: Part) -> Proposal:
        """Return the proposal with one file read anew, and guessed at anew."""
        return self._spliced(place, place + 1, Proposal.of([part]))

    def with_added(self, parts: Sequence[Part]) -> Proposal:
        """Return the proposal with more files."""
        return self._spliced(len(self.parts), len(self.parts), Proposal.of(parts))

    def without(self, place: int) -> Proposal:
        """Return the proposal without one of its files."""
        return self._spliced(place, place + 1, Proposal((), (), ()))

    def _spliced(self, first: int, last: int, other: Proposal) -> Proposal:
        return Proposal(
            (*self.parts[:first], *other.parts, *self.parts[last:]),
            (*self.roles[:first], *other.roles, *self.roles[last:]),
            (*self.open_[:first], *other.open_, *self.open_[last:]),
        )

    def with_roles(self, part: int, roles: Mapping[int, Role]) -> Proposal:
        """Return the proposal with other roles for some columns of a part, of which nothing is then in doubt."""
        new = tuple(roles.get(place, role) for place, role in enumerate(self.roles[part]))
        sure = frozenset[Doubt]()
        return self._spliced(part, part + 1, Proposal((self.parts[part],), (new,), (sure,)))

    def with_scale(self, scale: Scale) -> Proposal:
        """Return the proposal with all predictions taken as probabilities, or all as logits."""
        roles = tuple(
            tuple(replace(role, kind=scale) if role.kind in PREDICTED else role for role in some) for some in self.roles
        )
        return Proposal(self.parts, roles, tuple(doubts - {"scale", "percent"} for doubts in self.open_))

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
            if not self.parts:
                raise LossAtlasError("no_files")
            return making.outcome(self.parts, self.roles)
        except LossAtlasError as error:
            return Outcome(None, (), error)


class UndecidedError(LossAtlasError):
    """What files hold is not plain, or something is in the way that a person may mend by saying what columns are.

    Attributes
    ----------
    proposal
        What they most likely are.
    """

    def __init__(self, proposal: Proposal) -> None:
        reason = proposal.outcome.error or LossAtlasError("in_doubt", where=proposal.parts[0].file)
        super().__init__(reason.code, where=reason.where, **reason.values)
        self.proposal = proposal


def decided(proposal: Proposal) -> Document:
    """Return the document of a proposal that leaves nothing in doubt, or raise `UndecidedError`."""
    document = proposal.outcome.document
    if document is None or not proposal.is_certain:
        raise UndecidedError(proposal)
    return document
