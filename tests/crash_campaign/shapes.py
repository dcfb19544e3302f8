# SPDX-License-Identifier: Apache-2.0
"""What changes together, and to what."""

from dataclasses import dataclass

OLD, GOOD, BROKEN = "4.1.0", "4.1.1", "4.1.2"


@dataclass(frozen=True)
class Shape:
    """A set of containers that change together."""

    name: str
    auto_remove: bool = False
    partner: bool = False  # of one group with the node
    sharer: bool = False  # lives in the node's network

    @property
    def names(self):
        return ["node"] + ["partner"] * self.partner + ["sharer"] * self.sharer


@dataclass(frozen=True)
class Move:
    """A shape and whether the image that it moves to works."""

    shape: Shape
    works: bool = True

    @property
    def target(self):
        return GOOD if self.works else BROKEN

    def __str__(self):
        return f"{self.shape.name}, {'good' if self.works else 'broken'} image"


PLAIN = Shape("plain")
SHAPES = (PLAIN, Shape("rm", auto_remove=True), Shape("dependant", sharer=True), Shape("group", partner=True))
MOVES = tuple(Move(shape, works) for shape in SHAPES for works in (True, False))
