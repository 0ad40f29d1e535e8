"""The English catalogue is complete, the check that says so would notice, and pages speak one language at a time."""

from __future__ import annotations

import datetime
import gettext
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from honglam.core.access.models import User
from honglam.core.calendar.official import national_days, official_days
from honglam.core.organisations.models import Unit
from honglam.engines.plans.terms import Clear
from honglam.toolkit.ui import navigation, statuses
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, people
from tools import messages
from tools.house_rules import project_files
from tools.messages import CATALOGUE, Message, in_python, in_template, speaks_vietnamese

__all__ = ["people"]

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
IMPORTS = "from django.utils.translation import gettext as _, gettext_lazy as later, ngettext, pgettext\n"
ATTRIBUTES_THAT_ARE_READ = {"title", "placeholder", "aria-label", "alt", "data-confirm", "data-label"}


@pytest.fixture
def english() -> Iterator[None]:
    """English from the catalogue as it stands, compiled anew where the compiled one is older."""
    compiled = (ROOT / CATALOGUE).with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < (ROOT / CATALOGUE).stat().st_mtime:
        translation_file_changed(sender=None, file_path=messages.compile_catalogue(ROOT))
    with translation.override("en"):
        yield


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A product of one module and one page, translated completely."""
    (tmp_path / "honglam" / "templates").mkdir(parents=True)
    (tmp_path / "frontend" / "src").mkdir(parents=True)
    (tmp_path / "honglam" / "words.py").write_text(f'{IMPORTS}GREETING = _("Chào %(name)s")\n', encoding="utf-8")
    page = "<p>{% blocktranslate count n=rows|length %}{{ n }} việc{% plural %}{{ n }} việc{% endblocktranslate %}</p>"
    (tmp_path / "honglam" / "templates" / "page.html").write_text(page, encoding="utf-8")
    messages.update(tmp_path)
    translate(tmp_path, 'msgid "Chào %(name)s"\nmsgstr ""', 'msgid "Chào %(name)s"\nmsgstr "Dear %(name)s"')
    translate(tmp_path, 'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(n)s task"\nmsgstr[1] "%(n)s tasks"')
    assert messages.check(tmp_path) == []
    return tmp_path


def translate(tree: Path, before: str, after: str) -> None:
    """Edit the catalogue as a translator does."""
    text = (tree / CATALOGUE).read_text(encoding="utf-8")
    assert before in text
    (tree / CATALOGUE).write_text(text.replace(before, after), encoding="utf-8")


# --- the tree --------------------------------------------------------------------------------------------------------


def test_everything_that_people_read_has_its_english() -> None:
    faults = messages.check(ROOT)
    assert not faults, "\n".join(["run `make messages`, then translate what is new:", *faults])


def test_the_catalogue_does_not_change_where_words_do_not(tmp_path: Path) -> None:
    text = (ROOT / CATALOGUE).read_text(encoding="utf-8")
    assert "Date:" not in text and str(ROOT) not in text
    messages.write_catalogue(messages.read_catalogue(ROOT / CATALOGUE), tmp_path / "again.po")
    assert (tmp_path / "again.po").read_text(encoding="utf-8") == text


def test_the_glossary_names_classes_that_exist() -> None:
    named = set(re.findall(r"`([A-Z]\w+)`", GLOSSARY.read_text(encoding="utf-8")))
    product = "\n".join(source.text for source in project_files(ROOT) if source.is_product)
    classes = set(re.findall(r"^class (\w+)", product, re.MULTILINE))
    assert len(named) > 40
    assert named - classes == set()


# --- what is found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ('_("Giao việc")', Message("Giao việc")),
        ('later("Giao " "việc")', Message("Giao việc")),
        ('_("Giao %(n)s việc") % {"n": _("ba")}', Message("Giao %(n)s việc")),
        ('ngettext("%(n)d việc", "%(n)d việc", count)', Message("%(n)d việc", "%(n)d việc")),
        ('pgettext("nhật ký", "Việc")', Message("Việc", context="nhật ký")),
    ],
)
def test_a_message_of_a_module_is_found_under_any_name_of_gettext(call: str, found: Message) -> None:
    assert found in list(in_python(f"{IMPORTS}WORDS = {call}\n"))


def test_a_function_of_ours_named_like_gettext_is_none() -> None:
    assert list(in_python('def _(text): return text\nWORDS = _("Giao việc")\n')) == []


def test_a_message_that_is_put_together_is_refused() -> None:
    with pytest.raises(messages.NotWrittenOut, match="dòng 2"):
        list(in_python(f'{IMPORTS}WORDS = _("Giao " + name)\n'))


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{% translate "Giao việc" %}', Message("Giao việc")),
        ('{% translate "Đạt 100%" as label %}', Message("Đạt 100%%")),
        ('{% translate "Việc" context "nhật ký" %}', Message("Việc", context="nhật ký")),
        ('{% include "x.html" with label=_("Giao việc") only %}', Message("Giao việc")),
        ('{{ title|default:_("Giao việc") }}', Message("Giao việc")),
        ("{% blocktranslate with day=due %}Hạn {{ day }}{% endblocktranslate %}", Message("Hạn %(day)s")),
        ("{% blocktranslate trimmed %}\n  Hai\n  dòng\n{% endblocktranslate %}", Message("Hai dòng")),
        (
            "    <p>\n  {% blocktranslate count n=n %}{{ n }} việc{% plural %}{{ n }} các việc{% endblocktranslate %}",
            Message("%(n)s việc", "%(n)s các việc"),
        ),
    ],
)
def test_a_message_of_a_template_is_found(template: str, found: Message) -> None:
    assert list(in_template(template)) == [found]


# --- what is caught --------------------------------------------------------------------------------------------------


def test_a_new_message_without_english_is_caught(tree: Path) -> None:
    (tree / "honglam" / "new.py").write_text(f'{IMPORTS}WORDS = _("Xin gia hạn")\n', encoding="utf-8")
    assert messages.check(tree) == ["chưa có tiếng Anh: 'Xin gia hạn'"]
    messages.update(tree)
    assert messages.check(tree) == ["chưa có tiếng Anh: 'Xin gia hạn'"]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", "chưa có tiếng Anh"),
        ("Dear reader", "chỗ điền hoặc thẻ không khớp: %(name)s"),
        ("Dear <b>%(name)s</b>", "chỗ điền hoặc thẻ không khớp: </b <b"),
        ("Chào %(name)s", "bản tiếng Anh còn chữ Việt"),
    ],
)
def test_a_bad_translation_is_caught(tree: Path, written: str, fault: str) -> None:
    translate(tree, 'msgstr "Dear %(name)s"', f'msgstr "{written}"')
    assert messages.check(tree) == [f"{fault}: 'Chào %(name)s'"]


def test_half_a_plural_is_caught(tree: Path) -> None:
    translate(tree, 'msgstr[1] "%(n)s tasks"', 'msgstr[1] ""')
    assert messages.check(tree) == ["chưa có tiếng Anh: '%(n)s việc'"]


def test_what_nobody_says_any_more_is_caught_and_leaves_with_the_next_update(tree: Path) -> None:
    (tree / "honglam" / "words.py").write_text(IMPORTS, encoding="utf-8")
    assert messages.check(tree) == ["không còn dùng: 'Chào %(name)s'"]
    messages.update(tree)
    assert messages.check(tree) == []


def test_a_similar_message_gets_no_guessed_english(tree: Path) -> None:
    (tree / "honglam" / "words.py").write_text(f'{IMPORTS}GREETING = _("Chào %(name)s!")\n', encoding="utf-8")
    assert messages.update(tree) == (2, 1)
    assert messages.check(tree) == ["chưa có tiếng Anh: 'Chào %(name)s!'"]


@pytest.mark.parametrize(
    "bare",
    ["<p>Việc quá hạn</p>", '<p title="Quá hạn">x</p>', '{% include "x.html" with label="Quá hạn" %}'],
)
def test_bare_vietnamese_in_a_page_is_caught(tree: Path, bare: str) -> None:
    page = tree / "honglam" / "templates" / "page.html"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{bare}", encoding="utf-8")
    (fault,) = messages.check(tree)
    assert fault.startswith("honglam/templates/page.html: dòng 2: chữ Việt chưa bọc gettext")


@pytest.mark.parametrize(
    ("line", "is_caught"),
    [
        ('LABEL = "Quá hạn"', True),
        ('LABEL = f"{count} việc quá hạn"', True),
        ('raise ValueError("Quá hạn")', True),
        ('"""Quá hạn: một chú thích."""', False),
        ('LABEL = _("Chào %(name)s") % {"name": "An"}', False),
        ('PATTERN = re.compile("quá hạn")', False),
        ('raise NavigationError("Chưa khai báo")', False),
        ('NAME = "Hồng Lam"', False),
    ],
)
def test_bare_vietnamese_in_a_module_is_caught(tree: Path, line: str, is_caught: bool) -> None:
    module = tree / "honglam" / "words.py"
    module.write_text(f"{module.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    faults = messages.check(tree)
    assert bool(faults) is is_caught
    assert all(fault.startswith("honglam/words.py: dòng 3: chữ Việt chưa bọc gettext") for fault in faults)


@pytest.mark.parametrize(
    ("script", "is_good"),
    [
        ('const WORDS = { vi: { map: "Bản đồ" }, en: { map: "Map" } }; // chú thích tự do', True),
        ('const WORDS = { vi: { map: "Bản đồ", list: "Bảng" }, en: { map: "Map" } };', False),
        ('const WORDS = { vi: { map: "Bản đồ" }, en: { map: "Bản đồ" } };', False),
        ('button.textContent = "Đóng";', False),
    ],
)
def test_scripts_keep_their_words_in_tables_of_two_languages(tree: Path, script: str, is_good: bool) -> None:
    (tree / "frontend" / "src" / "map.js").write_text(script, encoding="utf-8")
    assert bool(messages.check(tree)) is not is_good


# --- what comes out --------------------------------------------------------------------------------------------------


def test_the_catalogue_compiles_with_its_plurals(tree: Path) -> None:
    with messages.compile_catalogue(tree).open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Chào %(name)s") == "Dear %(name)s"
    assert [catalogue.ngettext("%(n)s việc", "%(n)s việc", n) for n in (1, 2)] == ["%(n)s task", "%(n)s tasks"]


def test_words_of_two_meanings_are_kept_apart(english: None) -> None:
    assert translation.gettext("Trả lại") == "Returned"
    assert translation.pgettext("thao tác", "Trả lại") == "Return"


def test_statuses_clears_and_navigation_speak_english(english: None) -> None:
    shown = [str(status.label) for family in statuses.FAMILIES.values() for status in family.values()]
    shown += [str(status.hint) for family in statuses.FAMILIES.values() for status in family.values()]
    shown += [str(item.label) for item in navigation.declared_items()] + [str(clear.label) for clear in Clear]
    assert len(shown) > 50
    assert [words for words in shown if speaks_vietnamese(words)] == []


def test_official_days_have_english_names(english: None) -> None:
    rules = [rule for year in range(2024, 2031) for rule in national_days(year).values()]
    rules += official_days().values()
    assert len(rules) > 70
    assert {rule.name for rule in rules if speaks_vietnamese(rule.label)} == set()


class Reader(HTMLParser):
    """The words of a page, those of attributes that are shown or read aloud too."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.is_code = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the attributes; what stands in scripts and styles is no text."""
        self.is_code = tag in {"script", "style"}
        self.words += [value for name, value in attrs if value and name in ATTRIBUTES_THAT_ARE_READ]

    def handle_endtag(self, tag: str) -> None:
        """Text again."""
        self.is_code = False

    def handle_data(self, data: str) -> None:
        """Notes the text."""
        if not self.is_code:
            self.words.append(data)


def vietnamese_on(client: Client, path: str) -> list[str]:
    """What a page still says in Vietnamese to somebody who chose English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(path, follow=True)
    assert answer.status_code == 200 and answer.headers["Content-Language"] == "en", path
    return [" ".join(words.split()) for words in Reader(answer.content.decode()).words if speaks_vietnamese(words)]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_signup"])
def test_the_door_speaks_english(english: None, name: str) -> None:
    assert vietnamese_on(Client(), reverse(name)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["officer", "coordinator", "administrator"])
def test_the_pages_of_work_speak_english(english: None, people: People, username: str) -> None:
    Unit.objects.update(name=F("code"), short_name=F("code"))
    User.objects.update(full_name="Reader")
    plan = make_plan(people.province, title="A plan without marks")
    task = make_task(plan, name="A task without marks", product="A rule", due_on=datetime.date(2026, 2, 1))
    make_share(task, people.north, state="in_progress", progress=40)
    client = Client()
    client.force_login(User.objects.get(username=username))
    paths = ["/", reverse("plans:tasks"), reverse("plans:plans"), plan.get_absolute_url(), task.get_absolute_url()]
    assert {path: words for path in paths if (words := vietnamese_on(client, path))} == {}
