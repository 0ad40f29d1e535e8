"""Settings of one installation, read from the environment; every default works on a laptop.

HONGLAM_VAR      folder of data, uploads and the generated secret key (default: var/ beside the package)
DATABASE_URL     PostgreSQL for a province; SQLite in HONGLAM_VAR where it is not set
HONGLAM_SECRET_KEY, HONGLAM_ALLOWED_HOSTS, HONGLAM_ORIGINS, HONGLAM_DEBUG, HONGLAM_HTTPS, HONGLAM_EMAIL_URL
HONGLAM_PROXIES  number of proxies in front that add X-Forwarded-For (nginx: 1)
HONGLAM_SECOND_FACTOR, HONGLAM_SECOND_FACTOR_ROLES, HONGLAM_STRICT_READS
HONGLAM_DRAFT_RETENTION_DAYS  days after its last check that a draft is kept (default: 90)
HONGLAM_PACKS    sector packs, comma-separated (default: all that come with the platform)
HONGLAM_SIGNATURE_ROOTS  folder of certificates (PEM, DER) whose signatures are believed, with the lists of revoked
                 ones of their issuers (*.crl) beside them (default: none)
HONGLAM_WEBHOOK_PRIVATE  1 on a closed network: messages about new data may go to http and into the own network
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from honglam.config.packs import PACKS

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGE_DIR = BASE_DIR / "honglam"
VAR_DIR = Path(os.environ.get("HONGLAM_VAR", BASE_DIR / "var")).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)


def flag(name: str, default: bool = False) -> bool:
    """An on/off setting of the environment: 1, true, yes and on are on."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list of the environment."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret_key() -> str:
    """The key of the environment, else one made on first start and kept in VAR_DIR (mode 600)."""
    if key := os.environ.get("HONGLAM_SECRET_KEY"):
        return key
    path = VAR_DIR / "secret_key"
    if not path.exists():
        temporary = VAR_DIR / f"secret_key.{os.getpid()}"
        temporary.touch(mode=0o600)
        temporary.write_text(secrets.token_urlsafe(64), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)  # atomic: the first process wins, the others read its key
        temporary.unlink()
    return path.read_text(encoding="ascii").strip()


DEBUG = flag("HONGLAM_DEBUG")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = words("HONGLAM_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = words("HONGLAM_ORIGINS")
HTTPS = flag("HONGLAM_HTTPS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "django_vite",
    "django_tasks",
    "django_tasks_db",
    "honglam.toolkit.ui",
    "honglam.core.personal",
    "honglam.core.audit",
    "honglam.core.calendar",
    "honglam.core.numbering",
    "honglam.core.organisations",
    "honglam.core.places",
    "honglam.core.access",
    "honglam.core.directory",
    "honglam.core.files",
    "honglam.core.jobs",
    "honglam.core.events",
    "honglam.core.notices",
    "honglam.core.search",
    "honglam.engines.datahub",
    "honglam.engines.documents",
    "honglam.engines.registers",
    "honglam.engines.indicators",
    "honglam.engines.plans",
    "honglam.engines.reporting",
    "honglam.flows",
    *PACKS,
    "honglam.surfaces.desk",
    "honglam.surfaces.ioc",
    "honglam.surfaces.portal",
    "honglam.surfaces.opendata",
    "honglam.surfaces.api",
    "honglam.surfaces.ogc",
    # After ours, so that our Vietnamese templates are found first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "honglam.surfaces.ogc.fast.LiveFeaturesFirst",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "honglam.toolkit.ui.language.ChosenLanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "honglam.config.middleware.NoControlCharacters",
    "honglam.config.middleware.RefusalsBecomePages",
    "honglam.core.access.middleware.DutiesMiddleware",
    "honglam.core.access.reading.ReadOnlyMiddleware",
]

ROOT_URLCONF = "honglam.config.urls"
WSGI_APPLICATION = "honglam.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database: SQLite in WAL mode takes the write lock at BEGIN, so that two writers wait instead of failing half-way.
if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.config(conn_max_age=60, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(VAR_DIR / "honglam.sqlite3"),
            "CONN_MAX_AGE": 60,  # opening SQLite costs more than most questions to it
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# At the door (django-allauth): see honglam.core.access.signing_in for the lockout, which is kept in the database.
ACCOUNT_ADAPTER = "honglam.core.access.signing_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
# Failed sign-ins are counted by the adapter; these are allauth's other limits, in the cache below.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,20/5m/key", "reset_password": "60/m/ip"}
ACCOUNT_FORMS = {
    "login": "honglam.core.access.sign_in_forms.LoginForm",
    "change_password": "honglam.core.access.sign_in_forms.ChangePasswordForm",
    "reset_password": "honglam.core.access.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "honglam.core.access.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "honglam.core.access.sign_in_forms.ReauthenticateForm",
}
# Web servers in front of this one that add X-Forwarded-For; a wrong figure would let anybody pose as any address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("HONGLAM_PROXIES", "0"))
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Second factor: offered on everybody's profile, and demanded from the roles that are named here by code.
MFA_ADAPTER = "honglam.core.access.signing_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"] if flag("HONGLAM_SECOND_FACTOR", default=True) else []
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = bool(MFA_SUPPORTED_TYPES)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_FORMS = {
    "authenticate": "honglam.core.access.sign_in_forms.SecondFactorForm",
    "reauthenticate": "honglam.core.access.sign_in_forms.SecondFactorAgainForm",
    "activate_totp": "honglam.core.access.sign_in_forms.ActivateAppForm",
    "add_webauthn": "honglam.core.access.sign_in_forms.AddKeyForm",
    "edit_webauthn": "honglam.core.access.sign_in_forms.EditKeyForm",
}
SECOND_FACTOR_ROLES = words("HONGLAM_SECOND_FACTOR_ROLES")
SIGNATURE_ROOTS = Path(folder) if (folder := os.environ.get("HONGLAM_SIGNATURE_ROOTS", "")) else None
WEBHOOK_PRIVATE = flag("HONGLAM_WEBHOOK_PRIVATE")
PLANS_DRAFT_RETENTION_DAYS = int(os.environ.get("HONGLAM_DRAFT_RETENTION_DAYS", "90"))
# A GET request that writes is an error in development and tests, and a line in the error log elsewhere.
STRICT_READS = flag("HONGLAM_STRICT_READS", default=DEBUG)
# Shared by every process of one machine, so that limits counted in it hold for all of them.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "cache"},
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
# Pages carry the token themselves; no script reads a cookie.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# `check --deploy` would have HSTS for every name below ours, and on the lists of browsers: that is for whoever owns the
# domain of the province to decide, not for one service on it.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        # Charts and maps set styles on their own elements; style attributes carry no code.
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Language, time, files
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["honglam.config.formats"]
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "frontend" / "dist"] if (BASE_DIR / "frontend" / "dist").exists() else []
DJANGO_VITE = {"default": {"manifest_path": BASE_DIR / "frontend" / "dist" / "manifest.json"}}
WHITENOISE_USE_FINDERS = True
# Vite puts a hash of the content into every name below assets/.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+/assets/.+$"
MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Jobs
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
SCHEDULE = "honglam.config.schedule.SCHEDULE"

# Mail: printed to the console where no server is named (smtp://user:password@host:port).
EMAIL_URL = urlsplit(os.environ.get("HONGLAM_EMAIL_URL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_URL.hostname else 'console'}.EmailBackend"
EMAIL_HOST = EMAIL_URL.hostname or ""
EMAIL_PORT = EMAIL_URL.port or 25
EMAIL_HOST_USER = EMAIL_URL.username or ""
EMAIL_HOST_PASSWORD = EMAIL_URL.password or ""
EMAIL_USE_TLS = EMAIL_URL.scheme == "smtp+tls"
# The address that links in e-mails begin with: https://honglam.tinh.gov.vn
SITE_ADDRESS = os.environ.get("HONGLAM_ADDRESS", "")
DEFAULT_FROM_EMAIL = os.environ.get("HONGLAM_EMAIL_FROM", "honglam@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HONGLAM_LOG_LEVEL", "INFO")},
    # Every run is a row that people can see; two lines of log for each would only hide what matters.
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # Scanners ask for names of others all day; the answer is 400, and the web server in front keeps the line.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
