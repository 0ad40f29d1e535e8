"""What a plan does not say is no longer filled in: tasks read from documents have an authority where the words name one."""

from django.db import migrations, models

from honglam.engines.plans.authorities import names_authority

READ = ["table", "duty"]


def read_words(apps, schema_editor):
    Task = apps.get_model("plans", "Task")
    found = []
    for task in Task.objects.filter(origin__in=READ).only("pk", "name", "content", "product").iterator(2000):
        if names_authority(task.name, task.content, task.product):
            found.append(task.pk)
    for start in range(0, len(found), 500):
        Task.objects.filter(pk__in=found[start : start + 500]).update(names_authority=True)
    Task.objects.filter(origin__in=READ).update(approver=None)


def issuers_decide(apps, schema_editor):
    Task = apps.get_model("plans", "Task")
    Task.objects.filter(origin__in=READ).update(approver=models.F("issuer"))


class Migration(migrations.Migration):

    dependencies = [("plans", "0009_draft_checks")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="names_authority",
            field=models.BooleanField(default=False, verbose_name="văn bản ghi cấp quyết định"),
        ),
        migrations.RunPython(read_words, issuers_decide),
    ]
