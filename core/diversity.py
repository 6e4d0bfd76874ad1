"""How many classes a distribution is spread over: Hill's numbers of order 1 and 2."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core import information, validation
from core.validation import Float


@np.errstate(all="ignore")
def perplexity(p: npt.ArrayLike) -> Float:
    """Perplexity, the exponential of the entropy: how many equally probable classes have this entropy.

    perplexity(p) = exp(-Σₖ pₖ log pₖ), whatever unit entropy is shown in

    Parameters
    ----------
    p
        Probabilities, shape (..., K), taken as typed.

    Returns
    -------
    Shape (...), float64, unitless: 1 for a one-hot row, K for equal shares.

    Raises
    ------
    LossAtlasError
        For an entry that is negative or not finite.

    References
    ----------
    Hill (1973), Diversity and evenness, order 1.

    Examples
    --------
    >>> float(perplexity([0.25, 0.25, 0.25, 0.25]))
    4.0
    """
    return np.exp(information.entropy(p))


@np.errstate(all="ignore")
def inverse_simpson(p: npt.ArrayLike) -> Float:
    """Inverse Simpson index: how many classes two draws tell apart; rare classes count less than in perplexity.

    1 / Σₖ pₖ²

    Parameters
    ----------
    p
        Probabilities, shape (..., K), taken as typed.

    Returns
    -------
    Shape (...), float64, unitless: 1 for a one-hot row, K for equal shares; inf for a row of zeros.

    Raises
    ------
    LossAtlasError
        For an entry that is negative or not finite.

    References
    ----------
    Simpson (1949), Measurement of diversity; Hill (1973), order 2.

    Examples
    --------
    >>> float(inverse_simpson([0.5, 0.5, 0.0]))
    2.0
    """
    p = validation.probabilities(p, "p")
    return np.asarray(1.0 / np.square(p).sum(axis=-1))
