"""A Django site with the views of `keeper`, on the same stores.

It is set by the same variables as an application of ours (`VESTIBULE_DATABASE_URL`, ...), so that a test says once
how both are to be set. This file is its settings, its routes and its views; `serve()` answers on a free port.
"""

import datetime
import json
import os
import socketserver
import sys
from urllib.parse import unquote, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.signing import BadSignature
from django.http import HttpResponse
from django.urls import path


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
INSTALLED_APPS = ["django.contrib.sessions"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
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


urlpatterns = [
    path(f"{view.__name__}/", view)
    for view in [plain, data, put, remove, flush, cycle, expire, expiry, sign, verify, forget]
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
