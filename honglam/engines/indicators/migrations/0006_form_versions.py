"""Forms get versions: what every form asks today becomes its version 1, which holds for all periods so far."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import honglam.toolkit.identifiers


def make_first_versions(apps, schema_editor):
    """Version 1 for every form, with its legal source; all lines belong to it."""
    form_model, version_model, line_model = (
        apps.get_model("indicators", name) for name in ("IndicatorForm", "FormVersion", "FormLine")
    )
    for form in form_model.objects.order_by("pk").iterator():
        version = version_model.objects.create(form=form, number=1, legal_source=form.legal_source)
        line_model.objects.filter(form=form).update(version=version)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the table is altered next, nothing may wait
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def keep_newest_lines(apps, schema_editor):
    """Back to one set of lines a form: those of the version that is in force."""
    apps.get_model("indicators", "FormLine").objects.filter(version__valid_to__isnull=False).delete()
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0005_value_estimates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=honglam.toolkit.identifiers.uuid7, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="phiên bản")),
                ("period_code", models.CharField(blank=True, default="", max_length=24, verbose_name="áp dụng từ kỳ")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="áp dụng từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="áp dụng đến hết ngày")),
                ("legal_source", models.CharField(blank=True, default="", max_length=300, verbose_name="căn cứ")),
                ("reason", models.CharField(blank=True, default="", max_length=500, verbose_name="lý do")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lập lúc")),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions",
                        to="indicators.indicatorform", verbose_name="biểu",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT,
                        related_name="form_versions", to=settings.AUTH_USER_MODEL, verbose_name="người lập",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên bản biểu",
                "verbose_name_plural": "phiên bản biểu",
                "ordering": ["form", "-number"],
            },
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(fields=("form", "number"), name="form_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(fields=("form", "valid_from"), name="form_version_begins_once"),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)), fields=("form",), name="form_one_open_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", 1), ("period_code", ""), ("valid_from__isnull", True)),
                    models.Q(
                        ("number__gt", 1), ("valid_from__isnull", False),
                        models.Q(("period_code", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="form_version_says_from_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="form_version_ends_after_start",
            ),
        ),
        migrations.AddField(
            model_name="formline",
            name="version",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="lines",
                to="indicators.formversion", verbose_name="phiên bản",
            ),
        ),
        migrations.RunPython(make_first_versions, keep_newest_lines),
        migrations.AlterField(
            model_name="formline",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines",
                to="indicators.formversion", verbose_name="phiên bản",
            ),
        ),
        migrations.RemoveConstraint(model_name="formline", name="line_once_per_form"),
        migrations.RemoveConstraint(model_name="formline", name="line_position_once"),
        migrations.AddConstraint(
            model_name="formline",
            constraint=models.UniqueConstraint(
                fields=("version", "indicator"), name="line_once_per_version",
                violation_error_message="Chỉ tiêu này đã có trong biểu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="formline",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="line_position_once_per_version"
            ),
        ),
        migrations.AlterModelOptions(
            name="formline",
            options={
                "ordering": ["form", "version", "position"], "verbose_name": "dòng của biểu",
                "verbose_name_plural": "dòng của biểu",
            },
        ),
    ]
