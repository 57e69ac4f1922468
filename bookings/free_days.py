"""Which days have a free time, for any number of leaders and weeks: one query, no engine.

The same rules as in `availability`, each as a set of starts, written with PostgreSQL's multiranges; the
test holds the two together with random calendars. It says only *which days*: what is free on a day, and
every submit, is the engine's to answer. See docs/decisions/017-free-days-in-one-query.md.
"""

import datetime as dt
import math
from collections.abc import Collection

from django.db import connection

from bookings import leader_calendars, stretches
from bookings.availability import Rules, Wish
from bookings.stretches import ONE_DAY

# Everything is whole seconds since 1970 (UTC), rounded outwards for busy time, as in the engine.
# `piece`: the local dates, cut where the clock is changed; `ahead` is their distance from UTC.
FREE_DAYS = """
WITH piece AS MATERIALIZED (
    SELECT date, starts, ends, ahead, 86400 * (date - date '1970-01-01')::bigint - ahead AS midnight
    FROM unnest(%(dates)s::date[], %(starts)s::bigint[], %(ends)s::bigint[], %(ahead)s::bigint[])
        AS piece (date, starts, ends, ahead)
), leader AS MATERIALIZED (
    SELECT id, 60 * coalesce(%(before)s, buffer_before) AS before,
        60 * (%(minutes)s + coalesce(%(after)s, buffer_after)) AS after,
        max_meetings_a_day AS day_limit, max_meetings_a_week AS week_limit, max_minutes_a_day AS minute_limit
    FROM bookings_processleader
    WHERE is_active AND (%(leaders)s::bigint[] IS NULL OR id = ANY(%(leaders)s))
), hours AS (
    SELECT leader_id, date, from_time, to_time FROM bookings_hoursoverride
    WHERE from_time IS NOT NULL AND date = ANY(%(dates)s)
    UNION ALL
    SELECT leader_id, date, from_time, to_time FROM bookings_workinghours weekly
    JOIN (SELECT DISTINCT date FROM piece) day ON weekday = extract(isodow FROM date) - 1
    WHERE date <> ALL(%(holidays)s::date[]) AND NOT EXISTS (
        SELECT FROM bookings_hoursoverride own WHERE own.leader_id = weekly.leader_id AND own.date = day.date)
), work AS (
    SELECT leader_id AS id, range_agg(int8range(at, until)) AS stretches
    FROM hours JOIN piece USING (date), LATERAL (SELECT
        greatest(starts, midnight + 60 * (extract(epoch FROM from_time)::bigint / 60)) AS at,
        least(ends, midnight + 60 * (extract(epoch FROM to_time)::bigint / 60)) AS until) stretch
    WHERE at < until GROUP BY leader_id
), possible AS (
    SELECT id, range_agg(int8range(lower(stretch), upper(stretch) - 60 * %(minutes)s + 1)) AS starts
    FROM work, unnest(stretches) stretch
    WHERE upper(stretch) - lower(stretch) >= 60 * %(minutes)s GROUP BY id
), taken AS MATERIALIZED (
    SELECT leader_id AS id, coalesce(nullif(becomes, ''), source) AS source, core, blocked,
        (lower(core) AT TIME ZONE %(zone)s)::date AS date
    FROM bookings_commitment
    WHERE active AND (expires_at IS NULL OR expires_at > %(now)s)
        AND blocked && tstzrange(%(from)s, %(to)s)
        AND (booking_id = %(booking)s) IS NOT TRUE AND (advice_id = %(advice)s) IS NOT TRUE
), away AS (
    SELECT id, lower(blocked) AS at, upper(blocked) AS until FROM taken
    UNION ALL
    SELECT leader_id, starts_at, ends_at FROM bookings_absence
    WHERE ends_at > %(from)s AND starts_at < %(to)s
    UNION ALL
    SELECT leader_id, starts_at, ends_at FROM bookings_externalbusy
    WHERE ends_at > %(from)s AND starts_at < %(to)s
), busy AS (
    SELECT id, range_agg(int8range(floor(extract(epoch FROM at))::bigint - after + 1,
                                   ceil(extract(epoch FROM until))::bigint + before)) AS starts
    FROM leader JOIN away USING (id) GROUP BY id
), free AS (
    SELECT id, unnest(possible.starts * int8multirange(int8range(%(first)s, %(end)s))
        - coalesce(busy.starts, '{}')) AS start
    FROM leader JOIN possible USING (id) LEFT JOIN busy USING (id)
), day AS (
    SELECT DISTINCT id, date FROM free, LATERAL generate_series(
        (to_timestamp(lower(start)) AT TIME ZONE %(zone)s)::date::timestamp,
        (to_timestamp(upper(start) - 1) AT TIME ZONE %(zone)s)::date::timestamp, '1 day') AS midday
    JOIN piece ON date = midday::date
    WHERE (greatest(lower(start), starts) + ahead + %(grid)s - 1) / %(grid)s * %(grid)s - ahead
        < least(upper(start), ends)
), full_day AS (
    SELECT id, date, count(*) FILTER (WHERE source = 'meeting') AS meetings,
        sum(extract(epoch FROM upper(core) - lower(core))) / 60 AS minutes
    FROM taken GROUP BY id, date
), full_week AS (
    SELECT id, date_trunc('week', date) AS week, sum(meetings) AS meetings FROM full_day GROUP BY 1, 2
)
SELECT date, array_agg(leader.id ORDER BY leader.id)
FROM day JOIN leader USING (id) LEFT JOIN full_day USING (id, date)
    LEFT JOIN full_week ON full_week.id = leader.id AND week = date_trunc('week', date)
WHERE (NOT %(is_meeting)s OR (coalesce(full_day.meetings < day_limit, 0 < day_limit, true)
        AND coalesce(full_week.meetings < week_limit, 0 < week_limit, true)))
    AND coalesce(coalesce(minutes, 0) + %(minutes)s <= minute_limit, true)
GROUP BY date ORDER BY date
"""


def free_days(
    wish: Wish, rules: Rules, first: dt.date, last: dt.date, leaders: Collection[int] | None = None
) -> dict[dt.date, list[int]]:
    """Each local date from `first` to `last` when somebody has a free start → the pks of who has; sorted.

    Any of `leaders` (pks), by default all active ones. One query.
    """
    lo, hi = _window(wish, rules, first, last)
    if lo >= hi:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            FREE_DAYS, {**_asked(wish, rules, first, last), "first": lo, "end": hi, "leaders": leaders}
        )
        return dict(cursor.fetchall())


def _window(wish, rules, first, last):
    """The first second that may be a start, and the first that may not: what the clock alone decides."""
    today = rules.now.astimezone(rules.zone).date()
    end = min(last, today + dt.timedelta(days=rules.horizon)) + ONE_DAY
    lows = [rules.now.timestamp() + max(rules.notice, 0) * 60, stretches.midnight_second(first, rules.zone)]
    highs = [stretches.midnight_second(end, rules.zone)]
    if wish.earliest:
        lows.append(wish.earliest.timestamp())
    if wish.latest:
        highs.append(math.floor(wish.latest.timestamp()) + 1)
    return math.ceil(max(lows)), min(highs)


def _asked(wish, rules, first, last):
    dates = stretches.dates(first, last + ONE_DAY * (wish.minutes // 1440 + 1))
    pieces = [(date, *piece) for date in dates for piece in stretches.pieces(date, rules.zone)]
    columns = dict(
        zip(["dates", "starts", "ends", "ahead"], map(list, zip(*pieces, strict=True)), strict=True)
    )
    what, pk = wish.ignoring or (None, None)
    start, end = leader_calendars.what_to_read(first, last)
    return {
        **columns,
        "holidays": [date for date in dates if date in rules.holidays],
        "minutes": wish.minutes,
        "before": wish.before,
        "after": wish.after,
        "is_meeting": wish.is_meeting,
        "grid": 60 * rules.grid,
        "zone": rules.zone.key,
        "now": rules.now,
        "from": start,
        "to": end,
        "booking": pk if what == "booking" else None,
        "advice": pk if what == "advice" else None,
    }
