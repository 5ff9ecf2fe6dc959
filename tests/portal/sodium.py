# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealed boxes and Ed25519 signatures by libsodium itself, not by the code under test."""

import ctypes
import ctypes.util

KEY_BYTES = 32
SEAL_BYTES = 48

_library = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
if _library.sodium_init() < 0:
    raise OSError("libsodium cannot be used")


def box_key_pair():
    public, secret = ctypes.create_string_buffer(KEY_BYTES), ctypes.create_string_buffer(KEY_BYTES)
    _library.crypto_box_keypair(public, secret)
    return public.raw, secret.raw


def box_public_key(secret):
    public = ctypes.create_string_buffer(KEY_BYTES)
    _library.crypto_scalarmult_base(public, secret)
    return public.raw


def seal(plain, public):
    sealed = ctypes.create_string_buffer(len(plain) + SEAL_BYTES)
    _library.crypto_box_seal(sealed, plain, ctypes.c_ulonglong(len(plain)), public)
    return sealed.raw


def open_sealed(sealed, secret):
    """None when it was sealed to another key, or changed."""
    plain = ctypes.create_string_buffer(max(len(sealed) - SEAL_BYTES, 1))
    failed = _library.crypto_box_seal_open(
        plain, sealed, ctypes.c_ulonglong(len(sealed)), box_public_key(secret), secret)
    return None if failed else plain.raw[:len(sealed) - SEAL_BYTES]


def is_signed(message, signature, public):
    """Whether the Ed25519 signature (RFC 8032) holds."""
    return _library.crypto_sign_verify_detached(
        signature, message, ctypes.c_ulonglong(len(message)), public) == 0
