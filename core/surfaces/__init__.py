"""Surfaces: an objective over a domain, its contours, its cut where it is infinite, and its minimum."""

from core.surfaces.differences import LEAST_REACH, difference
from core.surfaces.levels import above, beyond_cut, contours, nice_levels, plateaus
from core.surfaces.minima import values_at
from core.surfaces.profiles import Profile, profile, profile_difference
from core.surfaces.raster import SHARP_STEPS, SMOOTH_STEPS, Surface, steps_of, surface

__all__ = [
    "LEAST_REACH",
    "SHARP_STEPS",
    "SMOOTH_STEPS",
    "Profile",
    "Surface",
    "above",
    "beyond_cut",
    "contours",
    "difference",
    "nice_levels",
    "plateaus",
    "profile",
    "profile_difference",
    "steps_of",
    "surface",
    "values_at",
]
