"""Work that was confirmed without evidence becomes “báo hoàn thành” again, as it is shown from now on.

The tasks whose leading shares change follow: a task that was done is claimed where one of its shares is claimed now.
"""

from django.db import migrations


def claim(apps, schema_editor):
    """Done leading shares without evidence become claimed, and so do their tasks."""
    Assignment = apps.get_model("plans", "Assignment")
    Task = apps.get_model("plans", "Task")
    unproved = Assignment.objects.filter(role="lead", state="done", has_evidence=False)
    tasks = list(unproved.values_list("task_id", flat=True).distinct())
    unproved.update(state="claimed")
    for start in range(0, len(tasks), 500):
        Task.objects.filter(pk__in=tasks[start : start + 500], state="done").update(state="claimed")


class Migration(migrations.Migration):
    """The rule holds for what was confirmed before it."""

    dependencies = [("plans", "0001_initial")]

    operations = [migrations.RunPython(claim, migrations.RunPython.noop)]
