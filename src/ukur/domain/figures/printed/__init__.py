"""Figures that an old report printed, held against what its own inputs give.

columns   which column of a foreign table is what
cells     a cell as reports write it: "7 – 8 bulan", "3,5 dari skala 5", "n/a"
case      one row, read, and its achievement computed again
causes    why a printed figure differs: the closed list
judging   which of them it is, by arithmetic, the most specific first
slips     a digit that slipped
ratings   the printed rating against the scales in use
report    a whole table: means, totals, and the habits of one report
"""
