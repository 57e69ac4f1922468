from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prosesstotte', '0004_email_texts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Backup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='laga')),
                ('size', models.BigIntegerField(verbose_name='storleik i byte')),
                ('rows', models.BigIntegerField(verbose_name='rader')),
                ('files', models.PositiveIntegerField(verbose_name='filer')),
                ('open_confidential_rounds', models.PositiveIntegerField(default=0, verbose_name='opne, fortrulege rundar')),
            ],
            options={
                'verbose_name': 'reservekopi',
                'verbose_name_plural': 'reservekopiar',
                'ordering': ['-made_at', '-pk'],
            },
        ),
    ]
