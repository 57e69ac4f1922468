"""What one table cannot say, the database says here: moves, locks, and the two modes' separate tables.

A refusal carries the name of its rule as the constraint's name, like an ordinary constraint.
"""

from django.db import migrations

from prosesstotte.caching import watch

REFUSE = """
CREATE FUNCTION referencegroups_refuse(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', replace(rule, '_', ' ') USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;
"""

ROUND = """
CREATE FUNCTION referencegroups_guard_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['state', 'state_at', 'state_by_id', 'version', 'reviewed_by_id', 'answer_salt',
        'asked', 'reminders_sent', 'summary', 'closed_at', 'fed_back_at', 'owner_reminders'];
    asked integer;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN PERFORM referencegroups_refuse('round_is_deleted_only_as_a_draft'); END IF;
        RETURN OLD;
    END IF;
    IF NEW.promised_on < (NEW.closes_at AT TIME ZONE 'Europe/Oslo')::date THEN
        PERFORM referencegroups_refuse('round_promises_feedback_after_it_closes');
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN PERFORM referencegroups_refuse('round_begins_as_a_draft'); END IF;
        RETURN NEW;
    END IF;
    IF NEW.mode <> OLD.mode AND OLD.state NOT IN ('draft', 'reviewed') THEN
        PERFORM referencegroups_refuse('round_mode_is_fixed_once_open');
    END IF;
    IF OLD.state <> 'draft' AND to_jsonb(NEW) - may_change <> to_jsonb(OLD) - may_change THEN
        PERFORM referencegroups_refuse('round_is_locked_once_reviewed');
    END IF;
    IF NEW.state = OLD.state THEN RETURN NEW; END IF;
    IF (OLD.state || '>' || NEW.state) NOT IN ('draft>reviewed', 'reviewed>draft', 'reviewed>open', 'open>closed',
        'closed>summarised', 'summarised>fed_back', 'fed_back>archived') THEN
        PERFORM referencegroups_refuse('round_moves_one_step_at_a_time');
    END IF;
    SELECT count(*) INTO asked FROM referencegroups_question WHERE round_id = NEW.id;
    IF NEW.state IN ('reviewed', 'open') AND asked NOT BETWEEN 3 AND 7 THEN
        PERFORM referencegroups_refuse('round_asks_three_to_seven_questions');
    END IF;
    IF NEW.state = 'summarised' AND EXISTS (
        SELECT 1 FROM referencegroups_freetext f JOIN referencegroups_question q ON q.id = f.question_id
        WHERE q.round_id = NEW.id AND f.screening = 'waiting') THEN
        PERFORM referencegroups_refuse('round_is_summarised_when_every_text_is_read');
    END IF;
    IF NEW.state IN ('fed_back', 'archived')
        AND NOT EXISTS (SELECT 1 FROM referencegroups_theme WHERE round_id = NEW.id) THEN
        PERFORM referencegroups_refuse('round_is_not_archived_without_feedback');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_rows BEFORE INSERT OR UPDATE OR DELETE ON referencegroups_round
    FOR EACH ROW EXECUTE FUNCTION referencegroups_guard_round();
"""

# After review nothing is added or taken away. Slips of the pen may be put right, and leave a trace.
QUESTION = """
CREATE FUNCTION referencegroups_words_of(q referencegroups_question) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT concat_ws(' | ', q.text, q.help, q.low_label, q.high_label, array_to_string(q.options, ' / '),
        q.text_nb, array_to_string(q.options_nb, ' / '), q.text_en, array_to_string(q.options_en, ' / '))
$$;
CREATE FUNCTION referencegroups_guard_question() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words text[] := ARRAY['text', 'help', 'low_label', 'high_label', 'options', 'text_nb', 'options_nb',
        'text_en', 'options_en', 'fixed_by_id', 'text_count'];
    round_state text;
BEGIN
    SELECT state INTO round_state FROM referencegroups_round
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.round_id ELSE NEW.round_id END;
    IF round_state IS NULL OR round_state = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP <> 'UPDATE' OR round_state = 'reviewed'
        OR to_jsonb(NEW) - words <> to_jsonb(OLD) - words
        OR cardinality(NEW.options) <> cardinality(OLD.options) THEN
        PERFORM referencegroups_refuse('question_is_locked_once_reviewed');
    END IF;
    IF referencegroups_words_of(NEW) <> referencegroups_words_of(OLD) THEN
        INSERT INTO referencegroups_questionfix (question_id, at, by_id, before, after)
            VALUES (NEW.id, now(), NEW.fixed_by_id, referencegroups_words_of(OLD), referencegroups_words_of(NEW));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_rows BEFORE INSERT OR UPDATE OR DELETE ON referencegroups_question
    FOR EACH ROW EXECUTE FUNCTION referencegroups_guard_question();
"""

ANSWERS = """
CREATE FUNCTION referencegroups_guard_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_round bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.round_id ELSE NEW.round_id END;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM referencegroups_round
        WHERE id = its_round AND state = 'open') THEN
        PERFORM referencegroups_refuse('answer_belongs_to_an_open_round');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER guard_rows BEFORE INSERT OR UPDATE OR DELETE ON referencegroups_answer
    FOR EACH ROW EXECUTE FUNCTION referencegroups_guard_answer();

CREATE FUNCTION referencegroups_guard_named_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM referencegroups_invitation i JOIN referencegroups_round r ON r.id = i.round_id
        WHERE i.id = NEW.invitation_id AND r.state = 'open' AND r.mode = 'named') THEN
        PERFORM referencegroups_refuse('named_answer_belongs_to_an_open_named_round');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_rows BEFORE INSERT OR UPDATE ON referencegroups_namedanswer
    FOR EACH ROW EXECUTE FUNCTION referencegroups_guard_named_answer();

CREATE FUNCTION referencegroups_guard_free_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT 1 FROM referencegroups_question q JOIN referencegroups_round r ON r.id = q.round_id
            WHERE q.id = NEW.question_id AND r.state = 'open') THEN
            PERFORM referencegroups_refuse('free_text_is_taken_out_when_the_round_closes');
        END IF;
    ELSIF (NEW.id, NEW.question_id, NEW.text) <> (OLD.id, OLD.question_id, OLD.text) THEN
        PERFORM referencegroups_refuse('free_text_stays_as_it_was_written');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_rows BEFORE INSERT OR UPDATE ON referencegroups_freetext
    FOR EACH ROW EXECUTE FUNCTION referencegroups_guard_free_text();

CREATE FUNCTION referencegroups_guard_theme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM referencegroups_round WHERE id = OLD.round_id AND state IN ('fed_back', 'archived')) THEN
        PERFORM referencegroups_refuse('theme_stays_once_the_feedback_is_given');
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER guard_rows BEFORE DELETE ON referencegroups_theme
    FOR EACH ROW EXECUTE FUNCTION referencegroups_guard_theme();
"""

GUARDED = {
    "round": "guard_round", "question": "guard_question", "answer": "guard_answer",
    "namedanswer": "guard_named_answer", "freetext": "guard_free_text", "theme": "guard_theme",
}
UNDO = "".join(
    f"DROP TRIGGER guard_rows ON referencegroups_{table}; DROP FUNCTION referencegroups_{function}();"
    for table, function in GUARDED.items()
) + "DROP FUNCTION referencegroups_words_of(referencegroups_question); DROP FUNCTION referencegroups_refuse(text);"


class Migration(migrations.Migration):

    dependencies = [
        ('referencegroups', '0010_rounds'),
    ]

    operations = [
        migrations.RunSQL(REFUSE + ROUND + QUESTION + ANSWERS, UNDO),
        # Not the answers and not who was asked: a public page never tells of them while the round is open.
        *watch(
            "referencegroups_round", "referencegroups_roundtranslation", "referencegroups_question",
            "referencegroups_freetext", "referencegroups_theme",
        ),
    ]
