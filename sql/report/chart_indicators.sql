-- one row per counted indicator with a figure for last year: this year's total as a percent of last year's
select
    format('{} ({})', name, unit_of_measure) as category,
    rate_pct(value, previous_value) as "So với năm trước"
from marts.indicator_totals
where kind = 'count' and previous_value > 0 and value is not null
order by position
