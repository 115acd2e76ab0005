"""A page of a list is the same part of the hits in their order, however it is found."""

from unittest import mock

from hypothesis import given, strategies as st
from pyroaring import BitMap

from search.order import Order, Shown


@given(
    ids=st.lists(st.integers(1, 500), unique=True, max_size=60),
    data=st.data(),
    start=st.integers(0, 60),
    size=st.integers(1, 20),
    sorted_at_most=st.sampled_from([0, 5, 3000]),
)
def test_part_of_an_order_is_that_of_the_hits_in_a_row(ids, data, start, size, sorted_at_most):
    hits = BitMap(data.draw(st.sets(st.sampled_from(ids)))) if ids else BitMap()
    in_a_row = [pk for pk in ids if pk in hits]
    with mock.patch("search.order.SORTED_AT_MOST", sorted_at_most):
        assert Order(ids).part(hits, start, start + size) == in_a_row[start : start + size]


def test_shown_leaves_out_what_went_meanwhile():
    class Row:
        def __init__(self, pk):
            self.pk = pk

    shown = Shown(Order([3, 1, 2]), BitMap([1, 2, 3]), lambda ids: [Row(pk) for pk in sorted(ids) if pk != 1])
    assert shown.count() == 3
    assert [row.pk for row in shown[0:3]] == [3, 2]
    assert Shown(Order([]), BitMap(), None)[0:20] == []
