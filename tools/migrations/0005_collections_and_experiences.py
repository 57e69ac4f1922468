# Collections of methods, and what process leaders have learned of them.

import uuid

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from prosesstotte.caching import watch


class Migration(migrations.Migration):

    dependencies = [
        ('tools', '0004_wider_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=80, verbose_name='namn')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='merknad')),
                ('nonce', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('is_shared', models.BooleanField(default=False, verbose_name='delt med lenkje')),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sist i bruk')),
                ('owner', models.ForeignKey(blank=True, help_text='Tomt når den som delte samlinga, ikkje var innlogga.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='collections', to=settings.AUTH_USER_MODEL, verbose_name='eigar')),
            ],
            options={
                'verbose_name': 'samling',
                'verbose_name_plural': 'samlingar',
                'ordering': ['-used_at'],
            },
        ),
        migrations.CreateModel(
            name='CollectionMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='rekkjefølgje')),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='tools.collection')),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='in_collections', to='tools.method', verbose_name='metode')),
            ],
            options={
                'verbose_name': 'metode i samlinga',
                'verbose_name_plural': 'metodar i samlinga',
                'ordering': ['collection', 'order'],
            },
        ),
        migrations.AddField(
            model_name='collection',
            name='methods',
            field=models.ManyToManyField(through='tools.CollectionMethod', to='tools.method', verbose_name='metodar'),
        ),
        migrations.CreateModel(
            name='Experience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(help_text='To linjer. Skriv ikkje namn på personar eller noko som viser kven det gjeld.', max_length=240, validators=[django.core.validators.MinLengthValidator(10)], verbose_name='kva erfarte de?')),
                ('fit', models.PositiveSmallIntegerField(choices=[(1, 'Passa dårleg'), (2, 'Passa litt dårleg'), (3, 'Passa greitt'), (4, 'Passa ganske godt'), (5, 'Passa godt')], verbose_name='korleis passa metoden?')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='skriven')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='godkjend')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='godkjend av')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='skriven av')),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='experiences', to='tools.method', verbose_name='metode')),
            ],
            options={
                'verbose_name': 'erfaring',
                'verbose_name_plural': 'erfaringar',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='collectionmethod',
            constraint=models.UniqueConstraint(fields=('collection', 'method'), name='collection_holds_a_method_once', violation_error_message='Metoden ligg alt i samlinga.'),
        ),
        migrations.AddConstraint(
            model_name='collectionmethod',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('collection', 'order'), name='collection_order_is_unique'),
        ),
        migrations.AddIndex(
            model_name='experience',
            index=models.Index(fields=['method', 'approved_at'], name='experience_by_method'),
        ),
        migrations.AddConstraint(
            model_name='experience',
            constraint=models.CheckConstraint(condition=models.Q(('fit__range', (1, 5))), name='experience_fit_is_from_1_to_5', violation_error_message='Vel kor godt metoden passa, frå 1 til 5.'),
        ),
        # The card tells how many times a method has been used; collections stand on no shared page.
        *watch("tools_experience"),
    ]
