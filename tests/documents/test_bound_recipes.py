"""Recipes of which most values are known make what the whole recipe makes."""

from __future__ import annotations

from daiko.documents.recipes import Kept, mark, recipe_of
from daiko.documents.records import Observation, ObservationValue, Section


def test_a_bound_recipe_makes_the_same() -> None:
    """With other loose values, and with parts that were remembered by them."""
    record = Section(
        code=mark(0),
        title=mark(1),
        observations=(
            Observation(code=mark(2), values=(ObservationValue("INT", mark(3)),)),
            Observation(code=mark(0), values=(ObservationValue(mark(2), mark(4)),)),
        ),
    )
    recipe, kept = recipe_of(record, 5), Kept()
    for remembered in (None, kept):
        bound = recipe.bound(["a", "b", "c", "d", "e"], [3, 4], remembered)
        for loose in (("d", "e"), ("1", "2"), ("2", "1"), ("1", "2")):
            values = ["a", "b", "c", *loose]
            assert bound.make(values) == recipe.make(values)
            assert bound.make(values) is not bound.make(values)  # the record itself is new
    first, again = (bound.make(["a", "b", "c", "1", last]) for last in "23")
    assert first.observations[0] is again.observations[0]
    assert first.observations[1] != again.observations[1]
