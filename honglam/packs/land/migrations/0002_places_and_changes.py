"""Parcels are found by a box on the map; what was written since a moment is found without reading the whole book."""

from django.conf import settings
from django.db import migrations, models

from honglam.engines.registers.public import SpatialIndex


class Migration(migrations.Migration):

    dependencies = [
        ('land', '0001_initial'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='owner',
            index=models.Index(fields=['recorded_at'], name='land_owner_recorded'),
        ),
        migrations.AddIndex(
            model_name='ownership',
            index=models.Index(fields=['recorded_at'], name='land_ownership_recorded'),
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(fields=['recorded_at'], name='land_parcel_recorded'),
        ),
        migrations.AddIndex(
            model_name='transaction',
            index=models.Index(fields=['recorded_at'], name='land_transaction_recorded'),
        ),
        SpatialIndex("parcel"),
    ]
