"""What Django's filters make of values: `tests/vectors/words.json`.

    python words.py > ../vectors/words.json

Each line is a filter, a value, its argument or null, and the page. Dates are texts that `datetime.fromisoformat` reads.
"""

import datetime
import json

import django
from django.conf import settings
from django.template import engines

settings.configure(
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"libraries": {
        "humanize": "django.contrib.humanize.templatetags.humanize"}}}],
    TIME_ZONE="UTC",
    USE_TZ=False,
)
django.setup()

TEXTS = [
    "", "a", "one two  three\nfour\tfive", "Crème Brûlée & <b>tea</b>", "it's \"quoted\" \\ here", "élan", "ß",
    "  spaced  ", "a-b_c--d", "日本語 text", "Ünïcödé ÀÉÎ", "e\u0301e\u0301e\u0301e\u0301", "__x__", "-1", "=; `\u2028<!--",
]
NUMBERS = [0, 1, -1, 2, 34, 1000, 1234567, -4500, 0.0, 1.5, 34.23234, 34.0, 34.26, -34.25, 0.05, -0.04, 1234567.891,
           999.999, 1e16, 1.5e-7, 2.5, 0.125, 1.005]
MOMENTS = [
    "2026-01-02T03:04:05", "2026-01-02T00:00:00", "2024-02-29T12:00:00", "2026-12-31T23:59:59.123456",
    "1999-11-11T12:30:00+00:00", "2026-08-22T15:00:00+02:00", "2026-03-03T01:00:00-04:30", "0999-09-13T10:05:00",
]
FORMATS = [
    None, "Y-m-d", "N j, Y, P", "D d M Y H:i:s", "l jS F Y g:i A", "a A b c", "E f G h", "I L n o", "O T e Z", "r", "S t U u",
    "w W y z", r"\Y\e\a\r: Y", r"jS \o\f F", "DATETIME_FORMAT", "SHORT_DATE_FORMAT", "YEAR_MONTH_FORMAT",
    "MONTH_DAY_FORMAT", "SHORT_DATETIME_FORMAT", "k K (x)", "", r"a\\b H",
]
SPANS = [
    ("2026-01-01T00:00:00", "2026-01-01T00:00:30"), ("2026-01-01T00:00:00", "2026-01-01T00:01:00"),
    ("2026-01-01T00:00:00", "2026-01-01T05:00:00"), ("2026-01-01T00:00:00", "2026-01-03T05:30:00"),
    ("2026-01-01T00:00:00", "2026-01-20T05:30:00"), ("2026-01-31T00:00:00", "2026-03-01T00:00:00"),
    ("2024-02-29T10:00:00", "2025-02-28T11:00:00"), ("2020-05-17T10:00:00", "2026-05-17T09:00:00"),
    ("2020-05-17T10:00:00", "2026-07-01T09:00:00"), ("2026-01-02T00:00:00", "2026-01-01T00:00:00"),
    ("2007-08-10T00:00:00", "2008-09-10T00:00:00"), ("2025-12-15T00:00:00", "2026-01-16T01:00:00"),
    ("2026-01-01T00:00:00+02:00", "2026-01-01T00:00:00+00:00"),
]
ADDRESSES = [
    "see https://example.com/a?b=1&c=2.", "(www.example.com)", "example.org/x, example.de", "mail ada@example.com!",
    "http://example.com/(x)", "[https://example.com/]", "<https://example.com>", "\"https://example.com/\"", "https://",
    "https://example.com/é?q=a b", "https://example.com/%C3%A9", "ada@localhost a@b.c", "HTTPS://EXAMPLE.COM", "a.com.",
    "www.", "javascript:alert(1)", "https://example.com/?q='><script>", "x:y http://a.b:80/#top;",
    "https://exa mple.com", "https://[::1]/", "https://[x", "http.com example.com:80", "https://a.com/?a=1&amp;", "a@b.com@c.de",
]
TAGS = [
    "<b>bold</b>", "a < b > c", "<a href=\"x>y\">z</a>", "<!-- c -->d", "f<br/>g", "</p>h", "<!doctype html>i",
    "1 <2", "&lt;b&gt;", "<script>alert(1)</script>j",
]
WRAPPED = [
    "this is a long paragraph of text that really needs to be wrapped", "a\nbb ccc\n\ndddd", "longerthanaline x",
    "  leading", "tab\tand more", "ends \n", "", " ", "a  b   c    d",
]

CASES = []
for text in TEXTS:
    for name in ["addslashes", "capfirst", "slugify", "wordcount", "linebreaks", "linebreaksbr", "escapejs", "urlencode", "striptags",
                 "intcomma", "filesizeformat", "floatformat", "pluralize", "yesno"]:
        CASES.append((name, text, None))
    for length in [0, 1, 2, 3, 5, 100]:
        CASES += [("truncatechars", text, length), ("truncatewords", text, length)]
    CASES += [("cut", text, " "), ("cut", text, "e"), ("urlencode", text, ""), ("json_script", text, "an-id"), ("json_script", text, None)]
for number in NUMBERS:
    for places in [None, 0, 1, 2, 3, -1, -2, -3, 10, "2g", "g", "-2g", "2u", "2gu", "u"]:
        CASES.append(("floatformat", number, places))
    CASES += [("intcomma", number, None), ("filesizeformat", number, None), ("pluralize", number, None), ("pluralize", number, "y,ies"),
              ("yesno", number, None)]
for size in [1023, 1024, 1536, 1048575, 1048576, 1 << 30, 1 << 40, 1 << 50, 1 << 60, -2000]:
    CASES.append(("filesizeformat", size, None))
for value in [True, False, None, [], [1], [1, 2], {}, {"a": 1}]:
    CASES += [("yesno", value, None), ("yesno", value, "ja,nein"), ("yesno", value, "one"), ("yesno", value, "a,b,c,d"), ("pluralize", value, None),
              ("pluralize", value, "a,b,c"), ("default_if_none", value, "nothing"), ("json_script", value, None)]
for name, value in [("text", "1"), ("text", "2.0"), ("text", " 1 ")]:
    CASES += [("pluralize", value, None), ("floatformat", value, 2), ("intcomma", value, None)]
for moment in MOMENTS:
    for form in FORMATS:
        CASES.append(("date", moment, form))
    for form in [None, "H:i", "TIME_FORMAT", "P"]:
        CASES.append(("time", moment, form))
for since, now in SPANS:
    CASES += [("timesince", since, now), ("timeuntil", now, since), ("timeuntil", since, now)]
CASES += [("floatformat", 1.5, "x"), ("floatformat", "1.5", "x")]
for text in ADDRESSES:
    CASES.append(("urlize", text, None))
for text in TAGS:
    CASES.append(("striptags", text, None))
for text in WRAPPED:
    for width in [5, 14, 80]:
        CASES.append(("wordwrap", text, width))
for text in ["a\r\nb\rc", "a\n\nb", "a\n\n\n\nb\n", "\n\n"]:
    CASES += [("linebreaks", text, None), ("linebreaksbr", text, None)]

OF_MOMENTS = {"date", "time", "timesince", "timeuntil"}


def given(name, value):
    return datetime.datetime.fromisoformat(value) if name in OF_MOMENTS else value


def page(name, value, argument):
    call = name if argument is None else f"{name}:argument"
    template = engines["django"].from_string("{% load humanize %}{{ value|" + call + " }}")
    if name in ("timesince", "timeuntil"):
        argument = given(name, argument)
    return template.render({"value": given(name, value), "argument": argument})


print("[")
print(",\n".join(json.dumps([name, value, argument, page(name, value, argument)]) for name, value, argument in CASES))
print("]")
