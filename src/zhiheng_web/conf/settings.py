"""Django's settings. What differs between installations comes from `environment`; nothing here is secret."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.conf.global_settings import PASSWORD_HASHERS as DJANGO_HASHERS

from zhiheng_web.conf.databases import database_of
from zhiheng_web.conf.environment import Environment, origin_of

ENVIRONMENT = Environment()
HOME: Path = ENVIRONMENT.home.resolve()
STORE: Path = HOME / "store"
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.key()
DEBUG = ENVIRONMENT.debug
DEMONSTRATION = ENVIRONMENT.demonstration
ALLOWED_HOSTS = [host.strip() for host in ENVIRONMENT.allowed_hosts.split(",") if host.strip()]
CSRF_TRUSTED_ORIGINS = [origin.strip() for origin in ENVIRONMENT.trusted_origins.split(",") if origin.strip()]

#: Our apps, from the ground up (see `.importlinter`).
OUR_APPS = [
    "zhiheng_web.lib",
    "zhiheng_web.audit",
    "zhiheng_web.accounts",
    "zhiheng_web.bodies",
    "zhiheng_web.tokens",
    "zhiheng_web.intake",
    "zhiheng_web.documents",
    "zhiheng_web.cases",
    "zhiheng_web.rectification",
    "zhiheng_web.surveys",
    "zhiheng_web.reviews",
    "zhiheng_web.evaluations",
    "zhiheng_web.officers",
    "zhiheng_web.training",
    "zhiheng_web.supervision",
    "zhiheng_web.disclosure",
    "zhiheng_web.portal",
    "zhiheng_web.inbox",
    "zhiheng_web.demonstration",
]
OUR_APPS = [app for app in OUR_APPS if (PACKAGE / app.rpartition(".")[2] / "apps.py").exists()]
INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhiheng_web.conf.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhiheng_web.accounts.middleware.DoorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhiheng_web.conf.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "zhiheng_web.conf.urls"
WSGI_APPLICATION = "zhiheng_web.conf.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhiheng_web.lib.context.page",
            ],
        },
    }
]

DATABASES = {"default": database_of(ENVIRONMENT.database_url, HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In-process cache only: nothing that must survive or be shared may be kept in it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    *(hasher for hasher in DJANGO_HASHERS if "Argon2" not in hasher),
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "zhiheng_web.accounts.passwords.MixedCharacters"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# allauth: sign-in by name, no sign-up, one limiter only (axes), or its own would outlive an unlock.
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "zhiheng_web.accounts.adapters.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": False}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "zhiheng_web.accounts.forms.SignInForm",
    "change_password": "zhiheng_web.accounts.forms.ChangePasswordForm",
    "reauthenticate": "zhiheng_web.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "zhiheng_web.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "zhiheng_web.accounts.forms.CodeForm",
    "reauthenticate": "zhiheng_web.accounts.forms.CodeAgainForm",
    "activate_totp": "zhiheng_web.accounts.forms.ActivateForm",
    "add_webauthn": "zhiheng_web.accounts.forms.AddKeyForm",
    "edit_webauthn": "zhiheng_web.accounts.forms.EditKeyForm",
}
TWO_FACTORS = ENVIRONMENT.two_factors
#: The claim of the identity provider that is the name of an account here.
OIDC_NAME_CLAIM = "preferred_username"
SOCIALACCOUNT_ADAPTER = "zhiheng_web.accounts.adapters.OutsideAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Zhiheng"
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.https
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": ENVIRONMENT.oidc_name or "OIDC",
                "client_id": ENVIRONMENT.oidc_client,
                "secret": ENVIRONMENT.oidc_secret,
                "settings": {"server_url": ENVIRONMENT.oidc_server},
            }
        ]
        if ENVIRONMENT.oidc_server
        else []
    }
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours: five failures close the door for a quarter of an hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# The sign-in library says `username` where its form says `login`; without this every failure counts for nobody.
AXES_USERNAME_CALLABLE = "zhiheng_web.accounts.doors.name_tried"
AXES_LOCKOUT_CALLABLE = "zhiheng_web.accounts.doors.locked_page"
# Trying at a closed door does not keep it closed: the page says when it opens.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["code", "credential", "oldpassword", "password1", "password2", "csrfmiddlewaretoken"]
AXES_VERBOSE = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(STORE)}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_485_760
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Documents of a case's file are shown beside it by the browser's own viewer.
        "frame-src": [SELF],
        # Browsers hold a redirect after a form to this list too: signing in leads to the identity provider.
        "form-action": [SELF, *([origin_of(ENVIRONMENT.oidc_server)] if ENVIRONMENT.oidc_server else [])],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "manifest-src": [SELF],
        "media-src": [SELF],
    }
}

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if ENVIRONMENT.jobs == "worker"
        else "django_tasks.backends.immediate.ImmediateBackend",
        "QUEUES": ["default"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"zhiheng_web": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
