# SPDX-License-Identifier: MIT
# usage: thermal.py FILE
# Writes an ACPI table (SSDT; ACPI 6.5, chapter 20) of a machine that may become too hot. In ASL:
#
#   Scope (\_TZ) {
#     ThermalZone (WHIT) {
#       OperationRegion (PORT, SystemIO, 0x2FF, 1)       the scratch register of the second serial port,
#       Field (PORT, ByteAcc, NoLock, Preserve) {        which QEMU's monitor can write: o /b 0x2ff 255
#         HEAT, 8 }
#       Method (_TMP) { Return (2732 + (HEAT * 10)) }    its value as a temperature: tenths of a degree from absolute zero
#       Method (_CRT) { Return (4232) }                  from 150 degrees on the kernel switches the machine off
#       Name (_TZP, 10)                                  it looks every second
#     }
#   }
import struct, sys


def sized(code, body):
    """A term with its length, which counts itself, in one byte or in two."""
    if len(body) + 1 < 0x40:
        return code + bytes([len(body) + 1]) + body
    length = len(body) + 2
    return code + bytes([0x40 | length & 0xF, length >> 4]) + body


def number(value):
    return b"\x0b" + struct.pack("<H", value)


def method(name, value):
    return sized(b"\x14", name + b"\0" + b"\xa4" + value)


heat = b"\x72" + number(2732) + b"\x77" + b"HEAT" + number(10) + b"\0" + b"\0"
zone = (
    b"\x5b\x80PORT\x01" + number(0x2FF) + number(1)
    + sized(b"\x5b\x81", b"PORT\x01" + b"HEAT\x08")
    + method(b"_TMP", heat)
    + method(b"_CRT", number(4232))
    + b"\x08_TZP" + number(10)
)
body = sized(b"\x10", b"\\_TZ_" + sized(b"\x5b\x85", b"WHIT" + zone))
head = struct.pack("<4sIBB6s8sI4sI", b"SSDT", 36 + len(body), 2, 0, b"WHIT  ", b"THERMAL ", 1, b"WHIT", 1)
table = bytearray(head + body)
table[9] = -sum(table) % 256
open(sys.argv[1], "wb").write(table)
