"""The only source of chance in the simulation: one stream per thing, made from the seed.

Every insurer, person, result … draws from a stream of its own name, so that another
provider or another fault rate does not change everybody else. Pure: nothing but the
seed and the name decides.
"""

from __future__ import annotations

from random import Random


def chance(seed: int, *path: object) -> Random:
    """The stream of one thing, e.g. ``chance(7, "person", 12)``; the same in every process.

    >>> chance(7, "person", 12).random() == chance(7, "person", 12).random()
    True
    >>> chance(7, "person", 12).random() == chance(7, "person", 13).random()
    False
    """
    name = "/".join(str(part) for part in (seed, *path))
    return Random(name)  # noqa: S311 - invented people, not secrets; strings seed by SHA-512
