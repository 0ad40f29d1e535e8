"""What was “confirmed” in version 0.1 is “approved” now; every figure was reported by the unit it is about."""

from django.db import migrations, models


def name_states_anew(apps, schema_editor):
    """Confirmed becomes approved; the reporter of every figure is its unit."""
    values = apps.get_model("indicators", "IndicatorValue").objects.using(schema_editor.connection.alias)
    values.filter(state="confirmed").update(state="approved")
    values.filter(reporter__isnull=True).update(reporter_id=models.F("unit_id"))


def name_states_as_before(apps, schema_editor):
    """The states that version 0.1 knew."""
    values = apps.get_model("indicators", "IndicatorValue").objects.using(schema_editor.connection.alias)
    values.filter(state__in=["approved", "locked"]).update(state="confirmed")
    values.filter(state="submitted").update(state="draft")


class Migration(migrations.Migration):

    dependencies = [("indicators", "0002_forms_and_submissions")]

    operations = [migrations.RunPython(name_states_anew, name_states_as_before)]
