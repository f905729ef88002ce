"""The one way to write what is kept as bytes, and the hash of it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(data: Mapping[str, Any]) -> bytes:
    """The one way to write `data` as bytes: sorted keys, no spaces, UTF-8. What the hash is taken of."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(data: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical form, in hexadecimal (architecture.md §11)."""
    return hashlib.sha256(canonical(data)).hexdigest()
