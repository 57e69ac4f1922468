# A filter for inclusion, and a search over more of each method's text.

from importlib import import_module

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

BEFORE = import_module("tools.migrations.0001_first_shelf")
DROP_VECTOR_BEFORE = (
    "DROP FUNCTION method_search_vector(varchar, varchar[], varchar, varchar, text, jsonb, text[])"
)
# Title and other names, each between bars: «|idemyldring|brainstorming|». So a whole name can be told from
# part of one; to words and trigrams the bars are spaces.
TITLE = """
CREATE FUNCTION method_search_title(title varchar, names varchar[], english varchar)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_catalog AS $$
    SELECT '|' || coalesce(string_agg(fold_nn(name), '|' ORDER BY place), '') || '|'
    FROM unnest(array[title] || names || array[english]) WITH ORDINALITY AS named(name, place)
    WHERE name <> ''
$$
"""
# What a method is for, where in a meeting it stands, what it gives, in the words people use; who made it.
TOPICS = """
CREATE FUNCTION method_topics(purpose varchar, function varchar, gives varchar, originator varchar)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_catalog AS $$
    SELECT fold_nn(concat_ws(' ',
        CASE purpose
            WHEN 'mal-og-strategi' THEN 'mål strategi retning'
            WHEN 'idemyldring' THEN 'idear nytenking'
            WHEN 'innsikt' THEN 'innsikt analyse analysere kartleggje'
            WHEN 'involvering' THEN 'involvering involvere innspel medverknad innbyggarar'
            WHEN 'prioritering' THEN 'prioritering prioritere avgjerd avgjere'
            WHEN 'oppstart' THEN 'oppstart bli kjend'
            WHEN 'evaluering' THEN 'evaluering evaluere læring lære'
            WHEN 'konflikt' THEN 'konflikt dialog usemje'
        END,
        CASE function
            WHEN 'opening' THEN 'opne opning byrje'
            WHEN 'gather' THEN 'samle ordne sortere gruppere'
            WHEN 'prioritise' THEN 'prioritere avgjere velje'
            WHEN 'plan' THEN 'planleggje plan tiltak'
            WHEN 'close' THEN 'avslutte avslutning'
        END,
        CASE gives
            WHEN 'R' THEN 'tryggleik trygg relasjon'
            WHEN 'P' THEN 'prioritert liste'
            WHEN 'M' THEN 'mål retning'
            WHEN 'V' THEN 'vedtak semje'
            WHEN 'H' THEN 'handling tiltak'
        END,
        originator))
$$
"""
# Title, other names, ingress with topics: the vector that ranks, small so that ranking is cheap.
SHORT = """
CREATE FUNCTION method_search_short(
    title varchar, names varchar[], english varchar, summary varchar, topics text
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_catalog AS $$
    SELECT setweight(to_tsvector('norwegian', fold_nn(title)) || to_tsvector('simple', fold_nn(title)), 'A')
        || setweight(to_tsvector('norwegian', method_search_title('', names, english))
                     || to_tsvector('simple', method_search_title('', names, english)), 'B')
        || setweight(to_tsvector('norwegian', fold_nn(summary || ' ' || topics))
                     || to_tsvector('simple', fold_nn(summary || ' ' || topics)), 'C')
$$
"""
# The same, and then the text: the vector that finds. «Når ikkje» stays out: it names what a method is bad at.
VECTOR = """
CREATE FUNCTION method_search_vector(
    title varchar, names varchar[], english varchar, summary varchar, topics text, body text, lines jsonb,
    materials jsonb, tips text[], pitfalls text[]
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_catalog AS $$
    SELECT method_search_short(title, names, english, summary, topics)
        || setweight(to_tsvector('norwegian', fold_nn(body || ' '
               || array_to_string(tips || pitfalls, ' ') || ' '
               || regexp_replace(jsonb_path_query_array(lines, '$[*].title')::text
                                 || jsonb_path_query_array(lines, '$[*].text')::text
                                 || jsonb_path_query_array(materials, '$[*].name')::text, '\\\\.', ' ', 'g'))), 'D')
$$
"""
DROP_VECTOR = (
    "DROP FUNCTION method_search_vector"
    "(varchar, varchar[], varchar, varchar, text, text, jsonb, jsonb, text[], text[])"
)


class Migration(migrations.Migration):

    dependencies = [
        ('tools', '0003_paper_edition'),
    ]

    operations = [
        migrations.AddField(
            model_name='method',
            name='suits',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('without_writing', 'Utan å skrive'), ('without_standing', 'Utan å stå eller gå'), ('without_reading', 'Utan å lese'), ('children', 'Barn og unge'), ('interpreter', 'Med tolk'), ('hearing', 'Nedsett høyrsel')], max_length=20), blank=True, default=list, help_text='Utan at de legg noko om. Filteret «Så alle kan vere med» bruker dette.', size=None, verbose_name='passar som han er'),
        ),
        migrations.RemoveIndex(model_name='method', name='method_search'),
        migrations.RemoveIndex(model_name='method', name='method_title_trigrams'),
        migrations.RemoveField(model_name='method', name='search'),
        migrations.RemoveField(model_name='method', name='search_title'),
        migrations.RunSQL(DROP_VECTOR_BEFORE, BEFORE.VECTOR),
        migrations.RunSQL("DROP FUNCTION method_search_title", BEFORE.TITLE),
        migrations.RunSQL(TITLE, "DROP FUNCTION method_search_title"),
        migrations.RunSQL(TOPICS, "DROP FUNCTION method_topics"),
        migrations.RunSQL(SHORT, "DROP FUNCTION method_search_short"),
        migrations.RunSQL(VECTOR, DROP_VECTOR),
        migrations.AddField(
            model_name='method',
            name='search_title',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('title'), models.F('also_known_as'), models.F('english'), function='method_search_title', output_field=models.TextField()), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='method',
            name='search_short',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('title'), models.F('also_known_as'), models.F('english'), models.F('summary'), models.Func(models.F('purpose'), models.F('function'), models.F('gives'), models.F('originator'), function='method_topics', output_field=models.TextField()), function='method_search_short', output_field=django.contrib.postgres.search.SearchVectorField()), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        # Beside the row, not in a table of its own: it is read for everything that is found.
        migrations.RunSQL(
            "ALTER TABLE tools_method ALTER COLUMN search_short SET STORAGE MAIN", migrations.RunSQL.noop
        ),
        migrations.AddField(
            model_name='method',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('title'), models.F('also_known_as'), models.F('english'), models.F('summary'), models.Func(models.F('purpose'), models.F('function'), models.F('gives'), models.F('originator'), function='method_topics', output_field=models.TextField()), models.F('good_for'), models.F('instructions'), models.F('materials'), models.F('tips'), models.F('pitfalls'), function='method_search_vector', output_field=django.contrib.postgres.search.SearchVectorField()), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='method',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='method_search'),
        ),
        migrations.AddIndex(
            model_name='method',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('search_title'), name='gin_trgm_ops'), name='method_title_trigrams'),
        ),
        migrations.AddConstraint(
            model_name='method',
            constraint=models.CheckConstraint(condition=models.Q(('fixed_min__gte', 0), ('per_group_min__gte', 0), ('per_person_min__gte', 0)), name='method_minutes_do_not_shrink_with_people', violation_error_message='Minutta kan ikkje vere mindre enn 0.'),
        ),
    ]
