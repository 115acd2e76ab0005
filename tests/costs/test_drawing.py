"""The drawing of a balance: columns of time to one scale, with zero in it and the lowest named."""

import pytest
from hypothesis import given, strategies as st

from drawings.columns import TALL, YEAR, Column, Columns
from drawings.text import NARROWEST
from tests.test_drawings import number


def columns(*rows):
    made = [Column(2016 + place // 4, value, min(value, low)) for place, (value, low) in enumerate(rows)]
    return Columns(
        id="drawn", title="", description="", table=None, columns=made, names=("slut", "lägst"), lowest_text="−1 kr"
    )


numbers = st.integers(-(10**12), 10**12)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=60))
def test_columns_are_as_high_as_their_numbers_and_within_the_drawing(rows):
    figure = columns(*rows)
    values = [0, *(n for column in figure.columns for n in (column.value, column.lowest))]
    span = max(values) - min(values) or 1
    zero, height = number(figure.zero), number(figure.height)
    for column, piece in zip(figure.columns, figure.values, strict=True):
        assert number(piece.height) == pytest.approx(TALL * abs(column.value) / span, abs=0.01)
        end = number(piece.y) if column.value > 0 else number(piece.y) + number(piece.height)
        assert abs(end - zero) == pytest.approx(TALL * abs(column.value) / span, abs=0.01)
        assert 0 <= number(piece.y) <= number(piece.y) + number(piece.height) < height
    assert number(figure.lowest[1]) < number(figure.years_y) < height


def test_years_stand_where_they_begin_and_have_room():
    figure = columns(*[(-1, -2)] * 6)
    assert figure.years == [("0%", "2016"), ("66.67%", "2017")]
    many = columns(*[(-1, -2)] * 60)
    assert len(many.years) * YEAR <= NARROWEST


def test_number_of_the_lowest_hangs_inwards_at_the_edges():
    assert columns((-9, -9), (-1, -1), (-1, -1)).lowest[2] == "start"
    assert columns((-1, -1), (-9, -9), (-1, -1)).lowest[2] == "middle"
    assert columns((-1, -1), (-1, -1), (-9, -9)).lowest[2] == "end"
