"""A Django site with the views of `keeper`, on the same stores.

It is set by the same variables as an application of ours (`VESTIBULE_DATABASE_URL`, ...), so that a test says once
how both are to be set. This file is its settings, its routes and its views; `serve()` answers on a free port.
"""

import datetime
import json
import os
import socketserver
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.contrib import auth, messages
from django.contrib.auth import hashers
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.safestring import mark_safe


def setting(name, default=""):
    return os.environ.get("VESTIBULE_" + name, default)


def database(url):
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path,
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
        }
    if parts.scheme == "mysql":
        import pymysql

        pymysql.install_as_MySQLdb()
    return {
        "ENGINE": {"postgres": "django.db.backends.postgresql", "mysql": "django.db.backends.mysql"}[parts.scheme],
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password),
        "HOST": parts.hostname,
        "PORT": parts.port,
    }


def cache(url):
    if url == "memory:":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": setting("CACHE_KEY_PREFIX"),
    }


# --- settings ---

SECRET_KEY = setting("SECRET_KEY")
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "UTC"
INSTALLED_APPS = ["django.contrib.sessions", "django.contrib.messages"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
# Its own templates, and those that mean the same to both.
tests = Path(__file__).resolve().parent.parent
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [tests / "django/templates", tests / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
if os.environ.get("KEEPER_USERS") == "tables":
    INSTALLED_APPS += ["django.contrib.auth", "django.contrib.contenttypes"]
    MIDDLEWARE += ["django.contrib.auth.middleware.AuthenticationMiddleware"]
else:
    INSTALLED_APPS += ["people"]
    AUTH_USER_MODEL = "people.Person"
    AUTHENTICATION_BACKENDS = ["people.models.FixedPeople"]
# The one that writes is first.
PASSWORD_HASHERS = ["neighbour.PBKDF2PasswordHasher"] + [
    f"django.contrib.auth.hashers.{name}PasswordHasher"
    for name in ["PBKDF2SHA1", "Argon2", "BCryptSHA256", "BCrypt", "Scrypt", "MD5"]
]
if setting("PASSWORD_HASHER") == "argon2":
    PASSWORD_HASHERS.sort(key=lambda path: "Argon2" not in path)
CSRF_USE_SESSIONS = setting("CSRF_USE_SESSIONS", "false") == "true"
MESSAGE_STORAGE = setting("MESSAGE_STORAGE", "django.contrib.messages.storage.fallback.FallbackStorage")
ROOT_URLCONF = __name__
DATABASES = {"default": database(setting("DATABASE_URL"))} if setting("DATABASE_URL") else {}
CACHES = {"default": cache(setting("CACHE_URL", "memory:"))}
SESSION_ENGINE = "django.contrib.sessions.backends." + setting("SESSION_ENGINE", "db")
SESSION_FILE_PATH = setting("SESSION_FILE_PATH") or None
SESSION_COOKIE_AGE = int(setting("SESSION_COOKIE_AGE", "1209600"))
LOGGING = {
    "version": 1,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING"}},
}


class PBKDF2PasswordHasher(hashers.PBKDF2PasswordHasher):
    iterations = int(setting("PASSWORD_ITERATIONS") or hashers.PBKDF2PasswordHasher.iterations)


# --- views: those of tests/src/bin/keeper.rs ---


def text(body, status=200):
    return HttpResponse(body, content_type="text/plain; charset=utf-8", status=status)


def plain(request):
    return text("plain")


def data(request):
    return text(json.dumps(dict(request.session.items()), separators=(",", ":")))


def put(request):
    request.session.update(json.loads(request.GET["data"]))
    return text("done")


def remove(request):
    return text("done" if request.session.pop(request.GET["key"], None) is not None else "nothing")


def flush(request):
    request.session.flush()
    return text("done")


def delete(request):
    request.session.delete()
    return text("done")


def cycle(request):
    request.session.cycle_key()
    return text("done")


def expire(request):
    value = request.GET["value"]
    request.session.set_expiry(
        {
            "seconds": lambda: int(value),
            "duration": lambda: datetime.timedelta(seconds=int(value)),
            "instant": lambda: datetime.datetime.fromisoformat(value),
            "default": lambda: None,
        }[request.GET["form"]]()
    )
    return text("done")


def expiry(request):
    session = request.session
    return text(f"{session.get_expiry_date().timestamp():.0f} {str(session.get_expire_at_browser_close()).lower()}")


def sign(request):
    response = text("done")
    response.set_signed_cookie(request.GET["name"], request.GET["value"], salt=request.GET["salt"])
    return response


def verify(request):
    try:
        return text(request.get_signed_cookie(request.GET["name"], salt=request.GET["salt"]))
    except (BadSignature, KeyError):
        return text("refused", status=400)


def forget(request):
    response = text("done")
    response.delete_cookie(request.GET["name"])
    return response


def form(request):
    if request.method == "GET":
        return render(request, "csrf_form.html")
    return text(request.POST.get("name", "nothing"))


def login(request):
    user = auth.authenticate(request, username=request.POST["username"], password=request.POST["password"])
    if user is None:
        raise PermissionDenied
    auth.login(request, user)
    return text("welcome")


# Users in tables, which are named by `username`.


def person(request):
    from django.contrib.auth.models import User

    return User.objects.get(username=request.GET["username"])


def permission(request):
    from django.contrib.auth.models import Permission

    label, codename = request.GET["permission"].split(".")
    return Permission.objects.get(content_type__app_label=label, codename=codename)


def signup(request):
    from django.contrib.auth.models import User

    user = User.objects.create_user(request.GET["username"], request.GET["email"], request.GET["password"])
    return text(str(user.pk))


def whoami(request):
    return text(request.user.get_username() or "nobody")


def logout(request):
    auth.logout(request)
    return text("done")


def password(request):
    request.user.set_password(request.GET["password"])
    request.user.save()
    auth.update_session_auth_hash(request, request.user)
    return text("done")


def deactivate(request):
    user = person(request)
    user.is_active = False
    user.save()
    return text("done")


def grant(request):
    person(request).user_permissions.add(permission(request))
    return text("done")


def revoke(request):
    person(request).user_permissions.remove(permission(request))
    return text("done")


def join(request):
    from django.contrib.auth.models import Group

    group, _ = Group.objects.get_or_create(name=request.GET["group"])
    group.permissions.add(permission(request))
    person(request).groups.add(group)
    return text("done")


def leave(request):
    person(request).groups.remove(person(request).groups.get(name=request.GET["group"]))
    return text("done")


def may(request):
    return text(str(request.user.has_perm(request.GET["permission"])).lower())


def forgotten(request):
    user = person(request)
    return text(f"{urlsafe_base64_encode(force_bytes(user.pk))} {default_token_generator.make_token(user)}")


def reset(request):
    from django.contrib.auth.models import User

    user = User.objects.get(pk=urlsafe_base64_decode(request.GET["uid"]).decode())
    if not default_token_generator.check_token(user, request.GET["token"]):
        return text("refused", status=400)
    user.set_password(request.GET["password"])
    user.save()
    return text("done")


def say(request):
    words = request.GET["text"]
    words = mark_safe(words) if "safe" in request.GET else words
    messages.add_message(request, int(request.GET["level"]), words, extra_tags=request.GET.get("tags"))
    return text("done")


def told(request):
    return render(request, "messages.html")


def count(request):
    return render(request, "messages.html")


urlpatterns = [
    path(f"{view.__name__}/", view)
    for view in [plain, data, put, remove, flush, delete, cycle, expire, expiry, sign, verify, forget]
    + [form, login, say, told, count]
    + [signup, whoami, logout, password, deactivate, grant, revoke, join, leave, may, forgotten, reset]
]


# --- serving ---


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128

    def server_bind(self):
        # Without the look-up of our own name, which may have to wait for a network.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address
        self.setup_environ()


class Handler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def serve():
    from django.core.wsgi import get_wsgi_application

    with Server(("127.0.0.1", 0), Handler) as server:
        server.set_app(get_wsgi_application())
        print(f"Listening on http://127.0.0.1:{server.server_port}/", file=sys.stderr, flush=True)
        server.serve_forever()
