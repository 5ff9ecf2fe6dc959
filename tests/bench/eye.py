# SPDX-License-Identifier: GPL-3.0-or-later
"""An eye on the screen that is quicker than a program started for each look: a part of the root
window, read over one X connection, a millisecond a look."""

import contextlib
import ctypes
import ctypes.util
import time
import zlib

Z_PIXMAP = 2
ALL_PLANES = 0xFFFFFFFF


class XImage(ctypes.Structure):
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int),
                ("format", ctypes.c_int), ("data", ctypes.POINTER(ctypes.c_char)),
                ("byte_order", ctypes.c_int), ("bitmap_unit", ctypes.c_int),
                ("bitmap_bit_order", ctypes.c_int), ("bitmap_pad", ctypes.c_int),
                ("depth", ctypes.c_int), ("bytes_per_line", ctypes.c_int)]


class Eye:
    def __init__(self, display):
        self.x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XGetImage.restype = ctypes.POINTER(XImage)
        self.x11.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int,
                                       ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        self.root = self.x11.XDefaultRootWindow(self.display)

    def look(self, x, y, width, height):
        """A number that is another one when the part looks different."""
        image = self.x11.XGetImage(self.display, self.root, x, y, width, height, ALL_PLANES, Z_PIXMAP)
        size = image.contents.bytes_per_line * image.contents.height
        number = zlib.crc32(ctypes.string_at(image.contents.data, size))
        self.x11.XDestroyImage(image)
        return number

    @contextlib.contextmanager
    def timed_change(self, part, into, deadline_s=20):
        """Milliseconds from the body's end to the first look that is different, added to a list."""
        before = self.look(*part)
        began = time.monotonic()
        yield
        while self.look(*part) == before:
            if time.monotonic() - began > deadline_s:
                raise AssertionError("nothing has changed on the screen")
        into.append((time.monotonic() - began) * 1000)
