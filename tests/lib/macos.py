# SPDX-License-Identifier: ISC
"""Routing messages as a kernel of macOS lays them out (rt_msghdr2, if_msghdr2, ifa_msghdr of its headers), made by hand."""
import socket
import struct

FLAGS = {"U": 0, "G": 1, "H": 2, "d": 6, "C": 8, "L": 10, "S": 11, "c": 16, "W": 17, "3": 18, "m": 23, "I": 24, "i": 26, "r": 28}
RTM_GET, RTM_NEWADDR, RTM_IFINFO2, RTM_NEWMADDR2, RTM_GET2 = 4, 12, 18, 19, 20
NETMASK, IFP, IFA = 4, 0x10, 0x20               # RTA_


def address(text):
    """A sockaddr of either family, as the kernel of macOS fills them."""
    if ":" in text:
        return struct.pack("<BBHI16sI", 28, 30, 0, 0, socket.inet_pton(socket.AF_INET6, text), 0)
    return struct.pack("<BBH4s8x", 16, 2, 0, socket.inet_aton(text))


def mask(text, bits):
    """Shortened behind the last byte that is not 0; a mask of no bits has no length."""
    size, head = (16, 8) if ":" in text else (4, 4)
    whole = ((1 << bits) - 1 << 8 * size - bits).to_bytes(size, "big").rstrip(b"\0")
    return bytes([head + len(whole)]) + b"\0" * (head - 1) + whole if bits else b"\0\0\0\0"


def link(index, mac=b"", name=b"", kind=6):
    data = name + mac
    return struct.pack("<BBHBBBB", max(20, 8 + len(data)), 18, index, kind, len(name), len(mac), 0) + data.ljust(12, b"\0")


def gateway(value, index):
    if isinstance(value, int):
        return link(value)
    if value.count(":") == 5 and "::" not in value:
        return link(index, bytes(int(part, 16) for part in value.split(":")))
    return address(value)


def padded(parts):
    return b"".join(part + b"\0" * (-len(part) % 4) for part in parts)


def message(head, parts):
    body = head + padded(parts)
    return struct.pack("<H", len(body)) + body[2:]


def bits_of(letters):
    return sum(1 << FLAGS[letter] for letter in letters)


def route(destination, via, letters, index, now=0, bits=None, refs=0, use=0, left=0, mtu=0, parent="", kind=RTM_GET2):
    """One route; bits None: of a host. `left`: seconds that it is kept still. `parent`: the flags of a clone's template."""
    parts = [address(destination), gateway(via, index)] + ([] if bits is None else [mask(destination, bits)])
    middle = (refs, bits_of(parent), 0) if kind == RTM_GET2 else (0, 0, 0)
    head = struct.pack("<HBBHxxiiiIiiI14I", 0, 5, kind, index, bits_of(letters), 3 if bits is None else 7, *middle, use, 0,
                       0, mtu, 0, now + left if left else 0, *[0] * 10)
    return message(head, parts)


def interface(name, index, flags, mtu, kind, mac, received, sent, addresses):
    """An interface with its counters of packets, and its addresses: (address, bits) each."""
    data = struct.pack("<BBBBBBBBIIQQQQQQ", kind, 0, 0, 6, 0, 0, 0, 0, mtu, 0, 0, received, 0, sent, 0, 0).ljust(128, b"\0")
    head = struct.pack("<HBBiiHxxiiii", 0, 5, RTM_IFINFO2, IFP, flags, index, 0, 0, 0, 0) + data
    messages = [message(head, [link(index, mac, name.encode(), kind)])]
    for text, bits in addresses:
        head = struct.pack("<HBBiiHxxi", 0, 5, RTM_NEWADDR, NETMASK | IFA, 1, index, 0)
        messages.append(message(head, [mask(text, bits), address(text)]))
    return b"".join(messages)


def group(address_text, index, refs=1):
    """A multicast address of an interface."""
    return message(struct.pack("<HBBiiHxxi", 0, 5, RTM_NEWMADDR2, IFA, 0, index, refs), [address(address_text)])


def name(address_text, text, network=False):
    """A NAME of a capture: family, kind, address, name."""
    family = socket.AF_INET6 if ":" in address_text else socket.AF_INET
    return 2 if ":" in address_text else 1, int(network), socket.inet_pton(family, address_text), text
