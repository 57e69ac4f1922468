"""The database locks a published lottery, and the public pages follow it.

After publishing nothing may change but the outcome, once, or that the list was withdrawn; who pressed
the button may be forgotten with the user. Lists that were never published may be deleted.
"""

from django.db import migrations

from prosesstotte.caching import watch

GUARD = """
CREATE FUNCTION referencegroups_guard_lottery() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stepping CONSTANT text[] := ARRAY['state', 'state_at', 'state_by_id', 'version'];
    outcome CONSTANT text[] := ARRAY['seed', 'ticket', 'panel_number', 'drawn', 'drawn_reserves', 'drawn_at'];
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT 1 FROM referencegroups_lottery WHERE published_at IS NOT NULL) THEN
            RETURN NULL;
        END IF;
    ELSIF OLD.published_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    ELSIF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - 'state_by_id' = to_jsonb(OLD) - 'state_by_id' AND NEW.state_by_id IS NULL THEN
            RETURN NEW;
        ELSIF OLD.state = 'published' AND NEW.state = 'drawn'
            AND to_jsonb(NEW) - stepping - outcome = to_jsonb(OLD) - stepping - outcome THEN
            RETURN NEW;
        ELSIF OLD.state = 'published' AND NEW.state = 'withdrawn'
            AND to_jsonb(NEW) - stepping - 'withdrawn_reason' = to_jsonb(OLD) - stepping - 'withdrawn_reason' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a published lottery is locked: it is drawn once, or withdrawn, and never changed'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'lottery_is_locked_once_published';
END $$;
CREATE TRIGGER guard_rows BEFORE UPDATE OR DELETE ON referencegroups_lottery
    FOR EACH ROW EXECUTE FUNCTION referencegroups_guard_lottery();
CREATE TRIGGER guard_table BEFORE TRUNCATE ON referencegroups_lottery
    FOR EACH STATEMENT EXECUTE FUNCTION referencegroups_guard_lottery();
"""
NO_GUARD = """
DROP TRIGGER guard_table ON referencegroups_lottery;
DROP TRIGGER guard_rows ON referencegroups_lottery;
DROP FUNCTION referencegroups_guard_lottery();
"""


class Migration(migrations.Migration):

    dependencies = [("referencegroups", "0020_lottery")]

    operations = [migrations.RunSQL(GUARD, NO_GUARD), *watch("referencegroups_lottery")]
