"""What the shipped lists hold, and the readers of money and days with their words handed in."""

from __future__ import annotations

from functools import partial

from tdnreport.base.home import find_home
from tdnreport.report.nd30_rules import read_nd30
from tdnreport.vietnamese import dates, money
from tdnreport.vietnamese.lexicon import load_lists

WORDS = load_lists(find_home().reference)
RULES = read_nd30(find_home().reference)
"""How an official document is set."""

read_money = partial(money.read_money, lists=WORDS)
read_date = partial(dates.read_date, no_date=WORDS.no_date)
