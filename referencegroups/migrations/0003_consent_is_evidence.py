"""The database keeps consent as evidence, and the pages follow the number of members.

Consent events: added, never changed. Two narrow paths are told from the rows alone. UPDATE may cut an event
from the person (member becomes NULL, keep_until is set, nothing else); DELETE may take an event that
is cut and whose keep_until is past. Wordings: locked from the first event that names them.
"""

from django.db import migrations

CONSENT_EVENT = """
CREATE FUNCTION referencegroups_guard_consent_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.keep_until IS NULL
           AND NEW.person_number = (SELECT number FROM referencegroups_member WHERE id = NEW.member_id)
           AND NEW.purpose = (SELECT purpose FROM referencegroups_consenttext WHERE id = NEW.text_id) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a consent event names the number of its person and the purpose of its wording'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_event_is_true_to_its_person_and_wording';
    ELSIF TG_OP = 'UPDATE' THEN
        IF OLD.member_id IS NOT NULL AND NEW.member_id IS NULL AND NEW.keep_until IS NOT NULL
           AND to_jsonb(NEW) - 'member_id' - 'keep_until' = to_jsonb(OLD) - 'member_id' - 'keep_until' THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF OLD.member_id IS NULL AND OLD.keep_until < current_date THEN
            RETURN OLD;
        END IF;
    ELSIF NOT EXISTS (SELECT 1 FROM referencegroups_consentevent) THEN
        RETURN NULL;  -- TRUNCATE of an empty table loses nothing
    END IF;
    RAISE EXCEPTION 'consent events are evidence: they are added, never changed or deleted'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'consent_event_is_append_only';
END $$;
CREATE TRIGGER guard_rows BEFORE INSERT OR UPDATE OR DELETE ON referencegroups_consentevent
    FOR EACH ROW EXECUTE FUNCTION referencegroups_guard_consent_event();
CREATE TRIGGER guard_table BEFORE TRUNCATE ON referencegroups_consentevent
    FOR EACH STATEMENT EXECUTE FUNCTION referencegroups_guard_consent_event();
"""
NO_CONSENT_EVENT = """
DROP TRIGGER guard_table ON referencegroups_consentevent;
DROP TRIGGER guard_rows ON referencegroups_consentevent;
DROP FUNCTION referencegroups_guard_consent_event();
"""

CONSENT_TEXT = """
CREATE FUNCTION referencegroups_guard_consent_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM referencegroups_consentevent WHERE text_id = OLD.id) THEN
        RAISE EXCEPTION 'a wording that somebody has answered to is locked'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'consent_text_is_locked_once_used';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER guard_rows BEFORE UPDATE OR DELETE ON referencegroups_consenttext
    FOR EACH ROW EXECUTE FUNCTION referencegroups_guard_consent_text();
"""
NO_CONSENT_TEXT = """
DROP TRIGGER guard_rows ON referencegroups_consenttext;
DROP FUNCTION referencegroups_guard_consent_text();
"""

# Not `watch`: only a new state changes the number of members that a page shows.
NUMBER_OF_MEMBERS = """
CREATE TRIGGER content_changed AFTER UPDATE OF state OR DELETE ON referencegroups_membership
    FOR EACH STATEMENT EXECUTE FUNCTION raise_content_revision()
"""


class Migration(migrations.Migration):

    dependencies = [("referencegroups", "0002_members_and_consent")]

    operations = [
        migrations.RunSQL(CONSENT_EVENT, NO_CONSENT_EVENT),
        migrations.RunSQL(CONSENT_TEXT, NO_CONSENT_TEXT),
        migrations.RunSQL(NUMBER_OF_MEMBERS, "DROP TRIGGER content_changed ON referencegroups_membership"),
    ]
