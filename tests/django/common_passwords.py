"""Writes the list of common passwords that Django ships, sorted and compressed, as the crate keeps it.

    target/django/bin/python tests/django/common_passwords.py runtime/src/base/passwords/validators/common_passwords.zlib
"""

import gzip
import sys
import zlib
from pathlib import Path

from django.contrib.auth import password_validation

source = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
with gzip.open(source, "rt", encoding="utf-8") as lines:
    passwords = sorted({line.strip() for line in lines} - {""})
Path(sys.argv[1]).write_bytes(zlib.compress("\n".join(passwords).encode(), 9))
