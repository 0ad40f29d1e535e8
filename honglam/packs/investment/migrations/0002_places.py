"""Projects are found by a box on the map."""

from django.db import migrations

from honglam.engines.registers.public import SpatialIndex


class Migration(migrations.Migration):
    """Makes the spatial index of projects."""

    dependencies = [("investment", "0001_initial")]

    operations = [SpatialIndex("project")]
