"""What must hold afterwards, asked of the database. Each names what it counts; the right number is zero."""

NEVER = {
    "to møte oppå kvarandre hos same leiar": """
        SELECT count(*) FROM bookings_commitment a JOIN bookings_commitment b
        ON a.leader_id = b.leader_id AND a.id < b.id AND a.active AND b.active AND a.blocked && b.blocked""",
    "stadfesta utan halde formøte": """
        SELECT count(*) FROM bookings_booking WHERE status = 'confirmed'
        AND (held_from IS NULL OR held_with_id IS DISTINCT FROM responsible_id)""",
    "bestilling utan tida si": """
        SELECT count(*) FROM bookings_booking k WHERE status IN ('requested', 'accepted', 'confirmed')
        AND NOT EXISTS (
          SELECT FROM bookings_commitment WHERE booking_id = k.id AND source = 'meeting' AND active)""",
    "tid utan levande bestilling": """
        SELECT count(*) FROM bookings_commitment c JOIN bookings_booking k ON k.id = c.booking_id
        WHERE c.active AND k.status NOT IN ('requested', 'accepted', 'confirmed')""",
    "stadfesta utan planlagd påminning": """
        SELECT count(*) FROM bookings_booking k WHERE status = 'confirmed' AND 1 <> (
          SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'remind_of_booking'
          AND (args->>'booking_id')::bigint = k.id AND args->>'source' = 'meeting')""",
    "bestilling utan kvittering på e-post": """
        SELECT count(*) FROM bookings_booking k WHERE NOT EXISTS (
          SELECT FROM prosesstotte_outgoingmail WHERE about = 'bookings.booking:' || k.id)""",
    "brev som ikkje er sende": "SELECT count(*) FROM prosesstotte_outgoingmail WHERE sent_at IS NULL",
    "jobbar som feila eller heng": """
        SELECT count(*) FROM procrastinate_jobs WHERE status IN ('failed', 'aborted') OR status = 'doing'
        OR (status = 'todo' AND queue_name = 'mail')""",
}


def broken(connection):
    """{what: how many} of what does not hold."""
    counted = {what: connection.execute(question).fetchone()[0] for what, question in NEVER.items()}
    return {what: number for what, number in counted.items() if number}


def unsent(connection):
    return connection.execute(NEVER["brev som ikkje er sende"]).fetchone()[0]


def letters_not_in(postbox, connection):
    """(letters the post office never saw, letters it saw more than once)."""
    seen = [number for _, text in postbox.letters for number in message_numbers(text)]
    rows = {pk for (pk,) in connection.execute("SELECT id FROM prosesstotte_outgoingmail")}
    return len(rows - set(seen)), len(seen) - len(set(seen))


def message_numbers(text):
    head = text.partition("\n\n")[0]
    return [int(part.partition("@")[0]) for part in head.split("<mail-")[1:]]
