"""What a person may choose about a surface: domain, look, corners, slice and a second loss."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.choices import Amount, AnyChoice, Choice, Switch

translate = QCoreApplication.translate


def domain_choices() -> tuple[Choice, ...]:
    """Return what may be chosen about domain and what moves, titles in the person's language."""
    return (
        Choice(
            "domain",
            translate("Surface", "Over"),
            (
                ("simplex", translate("Surface", "Probabilities")),
                ("logits", translate("Surface", "Two logits")),
            ),
        ),
        Choice(
            "moves",
            translate("Surface", "What moves"),
            (
                ("prediction", translate("Surface", "The prediction q")),
                ("mean", translate("Surface", "One q for all samples")),
                ("truth", translate("Surface", "The truth p")),
                ("entropy", translate("Surface", "Entropy of q")),
            ),
        ),
        Choice(
            "others",
            translate("Surface", "Other classes, of more than three"),
            (
                ("held", translate("Surface", "Others held")),
                ("merged", translate("Surface", "Others merged")),
            ),
        ),
    )


def no_second() -> tuple[str, str]:
    """Return the option of no second loss."""
    return "", translate("Surface", "No second loss")


def look_choices() -> tuple[AnyChoice, ...]:
    """Return what a person may choose about how the surface is drawn."""
    return (
        Choice(
            "scale",
            translate("Surface", "Colour scale"),
            (
                ("linear", translate("Surface", "Linear")),
                ("log", translate("Surface", "Logarithmic")),
                ("rank", translate("Surface", "By rank")),
            ),
        ),
        Choice(
            "field",
            translate("Surface", "Arrows downhill"),
            (
                ("none", translate("Surface", "No arrows")),
                ("q", translate("Surface", "Arrows −∂L/∂q")),
                ("z", translate("Surface", "Arrows −∂L/∂z")),
            ),
        ),
        Switch(
            "level",
            translate("Surface", "Level of q"),
            meaning=translate("Surface", "Draw the line of all predictions that cost as much as the one in focus"),
        ),
        Choice(
            "turn",
            translate("Surface", "Order of the corners (R turns them)"),
            (
                ("0", translate("Surface", "Corners in order")),
                ("1", translate("Surface", "Turned once")),
                ("2", translate("Surface", "Turned twice")),
            ),
        ),
    )


def comparison_choices() -> tuple[AnyChoice, ...]:
    """Return what may be chosen about corners, axes, the slice and a second loss, titles in the person's language."""
    return (
        Choice("left", translate("Surface", "Left corner, or logit to the right"), (("", ""),), open=True),
        Choice("right", translate("Surface", "Right corner, or logit upwards"), (("", ""),), open=True),
        Choice("top", translate("Surface", "Top corner"), (("", ""),), open=True),
        Switch(
            "follow",
            translate("Surface", "Slice follows"),
            on=True,
            meaning=translate("Surface", "Of four classes, let the slice go through the row that moves"),
        ),
        Amount("slice", translate("Surface", "Share of the fourth class"), 0.0, 1.0, 0.0, step=0.05, decimals=2),
        Choice(
            "second", translate("Surface", "Second loss"), (("", translate("Surface", "No second loss")),), open=True
        ),
        Choice(
            "compare",
            translate("Surface", "With the second loss"),
            (
                ("difference", translate("Surface", "Difference")),
                ("side", translate("Surface", "Side by side")),
            ),
        ),
        Switch(
            "rescale",
            translate("Surface", "Each rescaled"),
            meaning=translate("Surface", "Compare each loss from 0 at its lowest to 1 at its highest"),
        ),
    )
