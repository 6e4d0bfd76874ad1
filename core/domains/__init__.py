"""Domains: parts of the plane each of whose points stands for a distribution, or for logits."""

from core.domains.base import OTHER, Domain, Lattice
from core.domains.logit_plane import LogitPlane
from core.domains.part import Part
from core.domains.segment import Segment
from core.domains.triangles import Merged, Slice, Triangle

__all__ = ["OTHER", "Domain", "Lattice", "LogitPlane", "Merged", "Part", "Segment", "Slice", "Triangle"]
