# A filter for inclusion, and a search over more of each method's text.

from importlib import import_module

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

OLD = import_module("tools.migrations.0001_first_shelf").VECTOR
DROP_OLD = "DROP FUNCTION method_search_vector(varchar, varchar[], varchar, varchar, text, jsonb, text[])"
# Title, other names, ingress, then the rest, as before. Who made it counts as the ingress does; what it is
# for, the materials and the warnings as the text. «Når ikkje» stays out: it names what a method is bad at.
VECTOR = """
CREATE FUNCTION method_search_vector(
    title varchar, names varchar[], english varchar, summary varchar, purpose varchar, body text, lines jsonb,
    materials jsonb, tips text[], pitfalls text[], originator varchar
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_catalog AS $$
    SELECT setweight(to_tsvector('norwegian', fold_nn(title)) || to_tsvector('simple', fold_nn(title)), 'A')
        || setweight(to_tsvector('norwegian', method_search_title('', names, english))
                     || to_tsvector('simple', method_search_title('', names, english)), 'B')
        || setweight(to_tsvector('norwegian', fold_nn(summary || ' ' || originator))
                     || to_tsvector('simple', fold_nn(summary || ' ' || originator)), 'C')
        || setweight(to_tsvector('norwegian', fold_nn(purpose || ' ' || body || ' '
               || array_to_string(tips || pitfalls, ' ') || ' '
               || regexp_replace(jsonb_path_query_array(lines, '$[*].title')::text
                                 || jsonb_path_query_array(lines, '$[*].text')::text
                                 || jsonb_path_query_array(materials, '$[*].name')::text, '\\\\.', ' ', 'g'))), 'D')
$$
"""
DROP = (
    "DROP FUNCTION method_search_vector"
    "(varchar, varchar[], varchar, varchar, varchar, text, jsonb, jsonb, text[], text[], varchar)"
)


class Migration(migrations.Migration):

    dependencies = [
        ('tools', '0002_programmes'),
    ]

    operations = [
        migrations.AddField(
            model_name='method',
            name='suits',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('without_writing', 'Utan å skrive'), ('without_standing', 'Utan å stå eller gå'), ('without_reading', 'Utan å lese'), ('children', 'Barn og unge'), ('interpreter', 'Med tolk'), ('hearing', 'Nedsett høyrsel')], max_length=20), blank=True, default=list, help_text='Utan at de legg noko om. Filteret «Så alle kan vere med» bruker dette.', size=None, verbose_name='passar som han er'),
        ),
        migrations.RemoveIndex(model_name='method', name='method_search'),
        migrations.RemoveField(model_name='method', name='search'),
        migrations.RunSQL(DROP_OLD, OLD),
        migrations.RunSQL(VECTOR, DROP),
        migrations.AddField(
            model_name='method',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('title'), models.F('also_known_as'), models.F('english'), models.F('summary'), models.F('purpose'), models.F('good_for'), models.F('instructions'), models.F('materials'), models.F('tips'), models.F('pitfalls'), models.F('originator'), function='method_search_vector', output_field=django.contrib.postgres.search.SearchVectorField()), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='method',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='method_search'),
        ),
    ]
