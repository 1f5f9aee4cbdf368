"""A chart of days: its bars, its lines, its table, in whole numbers all the way."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from usage import charts
from usage.money import CENT, USD

pytestmark = pytest.mark.once

DAYS = [date(2026, 11, 1) + timedelta(days=index) for index in range(30)]


def height(part):
    return float(part.height.removesuffix("%"))


def test_bars_stack_up_to_the_sum_of_their_day():
    series = {"small": {DAYS[3]: USD}, "large": {DAYS[3]: 3 * USD, DAYS[4]: 2 * USD}}
    chart = charts.bars(DAYS, series, charts.MONEY)
    bar = chart.bars[3]
    assert [(part.shade, part.y, part.height) for part in bar.parts] == [("1", "25%", "75%"), ("2", "0%", "25%")]
    assert bar.words == "4 Nov: $4.00\nlarge: $3.00\nsmall: $1.00"
    assert [(each.name, each.total) for each in chart.series] == [("large", "$5.00"), ("small", "$1.00")]
    assert chart.words == "1 Nov to 30 Nov: $6.00 in all, the most on 4 Nov: $4.00."


def test_a_day_without_usage_has_its_room_and_no_bar():
    chart = charts.bars(DAYS, {"large": {DAYS[3]: USD}}, charts.MONEY)
    assert len(chart.bars) == 30
    assert [bar.parts for bar in chart.bars if bar is not chart.bars[3]] == [[]] * 29
    assert chart.bars[0].words == "1 Nov: $0.00"


def test_beyond_six_the_rest_is_one():
    series = {f"model {index}": {DAYS[0]: (9 - index) * CENT} for index in range(9)}
    chart = charts.bars(DAYS, series, charts.MONEY)
    assert [(each.name, each.shade) for each in chart.series][5:] == [("model 5", "6"), ("Other", "other")]
    assert chart.series[-1].total == "$0.060"
    assert sum(map(height, chart.bars[0].parts)) == pytest.approx(75, abs=0.05)  # 45 cents below a line at 60


def test_charts_beside_each_other_have_the_same_colours():
    cost, calls = {"dear": {DAYS[0]: 9 * USD}, "cheap": {DAYS[0]: USD}}, {"cheap": {DAYS[0]: 7}, "free": {DAYS[0]: 99}}
    order = [*charts.highest(DAYS, cost), *charts.highest(DAYS, calls)]
    shades = [
        {each.name: each.shade for each in charts.bars(DAYS, *one, order).series}
        for one in ((cost, charts.MONEY), (calls, charts.COUNT))
    ]
    assert shades == [{"dear": "1", "cheap": "2"}, {"cheap": "2", "free": "3"}]


def test_the_table_has_every_day_from_the_last_and_every_series_with_its_total():
    chart = charts.bars(DAYS, {"a": {DAYS[29]: 1_500}, "b": {DAYS[29]: 20}}, charts.COUNT)
    assert chart.rows[0] == (DAYS[29], ["1,500", "20", "1,520"])
    assert chart.rows[29] == (DAYS[0], ["0", "0", "0"])


@pytest.mark.parametrize(
    ("most", "labels"),
    [
        (3 * USD, ["$0", "$1", "$2", "$3"]),
        (37 * USD, ["$0", "$10", "$20", "$30", "$40"]),
        (CENT, ["$0", "$0.005", "$0.010"]),
        (7, ["$0", "$0.000000002", "$0.000000004", "$0.000000006", "$0.000000008"]),
    ],
)
def test_lines_stand_at_round_amounts_and_reach_the_highest_day(most, labels):
    chart = charts.bars(DAYS, {"a": {DAYS[0]: most}}, charts.MONEY)
    assert [line.label for line in chart.lines] == labels
    assert (chart.lines[0].at, chart.lines[-1].at) == ("100%", "0%")


def test_counts_are_short_beside_their_lines():
    assert [charts.compact(count) for count in (0, 950, 1_500, 20_000_000, 3 * 10**9)] == ["0", "950", "1.5k", "20M", "3B"]


@pytest.mark.parametrize(("count", "named"), [(1, 1), (7, 7), (30, 4), (90, 4), (366, 4)])
def test_a_few_days_are_named_and_the_last_always(count, named):
    days = [DAYS[0] + timedelta(days=index) for index in range(count)]
    labels = charts.bars(days, {"a": {days[0]: 1}}, charts.COUNT).days
    assert len(labels) == named
    assert labels[-1].label == charts.bars(days[-1:], {"a": {days[-1]: 1}}, charts.COUNT).days[0].label


def test_nothing_is_an_empty_chart_with_words():
    chart = charts.bars(DAYS, {"a": {DAYS[0]: 0}}, charts.MONEY)
    assert chart.is_empty
    drawn = render_to_string("pieces/_chart.html", {"caption": "Cost", "chart": chart, "words": "Nothing was spent"})
    assert "Nothing was spent" in drawn
    assert "<svg" not in drawn


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_picture_has_a_name_words_and_a_table_behind_it_and_no_style():
    chart = charts.bars(DAYS, {"<b>bold</b>": {DAYS[0]: USD}}, charts.MONEY)
    drawn = render_to_string("pieces/_chart.html", {"caption": "Cost a day", "chart": chart})
    parser = Tags()
    parser.feed(drawn)
    assert "<title>Cost a day</title>" in drawn
    assert "<desc>1 Nov to 30 Nov: $1.00 in all" in drawn
    assert "<b>bold" not in drawn
    assert [tag for tag, _ in parser.tags].count("tr") == 31
    assert not [attrs for _, attrs in parser.tags if "style" in attrs]
