"""What Python reads in a mail, and the mail that Django makes of the same words."""

import base64
import json
from email import message_from_bytes, policy
from pathlib import Path

from django.core.mail import EmailMultiAlternatives


def described(raw):
    """Everything that a reader would see, and what a parser finds wrong."""
    mail = message_from_bytes(raw, policy=policy.default)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    body = {kind: mail.get_body((kind,)) for kind in ("plain", "html")}
    return {
        "subject": mail["Subject"],
        "headers": {
            name: [[a.display_name, a.addr_spec] for a in mail[name].addresses]
            for name in ("From", "To", "Cc", "Reply-To")
            if mail[name]
        },
        "bcc": mail["Bcc"],
        "x-tea": mail["X-Tea"],
        "date": str(mail["Date"].datetime),
        "plain": lines(body["plain"]),
        "html": lines(body["html"]),
        "files": [
            [part.get_filename(), part.get_content_type(), base64.b64encode(part.get_payload(decode=True)).decode()]
            for part in mail.iter_attachments()
        ],
        "defects": [str(defect) for part in [mail, *parts] for defect in part.defects],
    }


def lines(part):
    return part and part.get_content().replace("\r\n", "\n").rstrip("\n")


def of_django(words):
    mail = EmailMultiAlternatives(
        words["subject"],
        words["text"],
        words["from"],
        words["to"],
        bcc=words["bcc"],
        cc=words["cc"],
        reply_to=words["reply_to"],
        headers={"X-Tea": words["tea"], "Date": words["date"]},
    )
    if words["html"]:
        mail.attach_alternative(words["html"], "text/html")
    for name, kind, content in words["files"]:
        mail.attach(name, base64.b64decode(content), kind)
    return mail.message().as_bytes()


def compare(directory):
    """`1.json` has the words, `1.eml` our mail of them; says what Django's and ours tell a reader."""
    for path in sorted(Path(directory).glob("*.json")):
        ours = described(path.with_suffix(".eml").read_bytes())
        django = described(of_django(json.loads(path.read_text())))
        print(json.dumps([ours, django]))
