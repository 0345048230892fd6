#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""`netstat -s` beside net-tools' and nstat, byte for byte and counter by counter."""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

WORDS = ("netstat -s", "netstat --statistics", "netstat -st", "netstat -su", "netstat -sw", "netstat -sS", "netstat -sU", "netstat -stu",
         "netstat -swt", "netstat -6s", "netstat -6st", "netstat -6su", "netstat -6sw", "netstat -6sS", "netstat -s4", "netstat -sanlv",
         "netstat -s2", "netstat -s -A inet", "netstat -s -A inet6", "netstat -sg")


def traffic(ns):
    """TCP, UDP, answers that nobody waits for, broken packets, IPv4 and IPv6."""
    with ns.entered():
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            with socket.socket(family) as server, socket.socket(family) as client:
                server.bind((address, 0))
                server.listen()
                client.connect(server.getsockname())
                other, _ = server.accept()
                client.sendall(b"x" * 100000)
                other.recv(10)
                other.close()  # with bytes unread: a reset
            with socket.socket(family) as refused:
                tap.true(refused.connect_ex((address, 1)) != 0, "port 1 answers")
            with socket.socket(family, socket.SOCK_DGRAM) as sender:
                for _ in range(3):
                    sender.sendto(b"nobody", (address, 9))
        with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as raw:
            raw.sendto(bytes((8, 0, 0xF7, 0xFF, 0, 0, 0, 0)), ("127.0.0.1", 0))
            raw.sendto(bytes((8, 0, 1, 2, 0, 0, 0, 0)), ("127.0.0.1", 0))  # a wrong checksum
        with socket.socket(socket.AF_INET, socket.SOCK_RAW, 253) as raw:
            raw.sendto(b"no such protocol", ("127.0.0.1", 0))


def test_net_tools():
    with netns.Namespace() as ns:
        oracle.compare_all(ns, "fresh", WORDS)
        ns.ip("link set lo up")
        traffic(ns)
        oracle.compare_all(ns, "traffic", WORDS)
        text = oracle.run_ours(ns, "netstat -s").text()
        tap.true("ICMP input histogram:" in text and "destination unreachable: " in text, "the traffic was not counted", text)


def test_refused():
    with netns.Namespace() as ns:
        for line in ("netstat -s -4 -6", "netstat -sx", "netstat -s -A unix", "netstat -s -A ipx", "netstat -s -A nosuch"):
            with tap.case(line):
                mine, other = oracle.run_ours(ns, line), oracle.run_theirs(ns, line)
                tap.equal(mine.status, other.status, "exit status")
                tap.true(mine.stderr and not mine.stdout, "the reason alone is told", mine.stderr)


# Names with words in net-tools, some that its search misses, some that no kernel has
NAMES = {
    "Ip": "Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos InDiscards InDelivers OutRequests "
          "OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates OutTransmits Zz A",
    "Icmp": "InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs InRedirects InEchos InEchoReps InTimestamps "
            "InTimestampReps InAddrMasks InAddrMaskReps OutMsgs OutErrors OutRateLimitGlobal OutDestUnreachs OutTimeExcds OutParmProbs "
            "OutSrcQuenchs OutRedirects OutEchos OutEchoReps OutTimestamps OutTimestampReps OutAddrMasks OutAddrMaskReps",
    "IcmpMsg": "InType3 OutType3",
    "Tcp": "RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs "
           "InErrs OutRsts InCsumErrors",
    "Udp": "InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors",
    "UdpLite": "InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors",
    "TcpExt": "SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts PruneCalled RcvPruned OfoPruned OutOfWindowIcmps "
              "LockDroppedIcmps ArpFilter TW TWRecycled TWKilled PAWSActive PAWSPassive PAWSEstab DelayedACKs DelayedACKLocked "
              "DelayedACKLost ListenOverflows ListenDrops TCPPrequeued TCPDirectCopyFromBacklog TCPDirectCopyFromPrequeue "
              "TCPPrequeueDropped TCPHPHits TCPHPHitsToUser TCPPureAcks TCPHPAcks TCPRenoRecovery TCPSackRecovery TCPSACKReneging "
              "TCPFACKReorder TCPSACKReorder TCPRenoReorder TCPTSReorder TCPFullUndo TCPPartialUndo TCPDSACKUndo TCPDSackUndo TCPLossUndo "
              "TCPLoss TCPLostRetransmit TCPLostRetransmits TCPRenoFailures TCPSackFailures TCPLossFailures TCPFastRetrans "
              "TCPForwardRetrans TCPSlowStartRetrans TCPTimeouts TCPRenoRecoveryFail TCPRenoRecoveryFailed TCPSackRecoveryFail "
              "TCPSchedulerFailed TCPRcvCollapsed TCPDSACKOldSent TCPDSACKOfoSent TCPDSACKRecv TCPDSACKOfoRecv TCPAbortOnSyn "
              "TCPAbortOnData TCPAbortOnClose TCPAbortOnMemory TCPAbortOnTimeout TCPAbortOnLinger TCPAbortFailed TCPMemoryPressures "
              "SockMallocOOM TCPSACKDiscard",
    "IpExt": "InNoRoutes InTruncatedPkts",
    "NewExt": "Something",
}
NAMES6 = {
    "Ip6": "InReceives InHdrErrors InTooBigErrors InNoRoutes InAddrErrors InUnknownProtos InTruncatedPkts InDiscards InDelivers "
           "OutForwDatagrams OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates "
           "InMcastPkts OutMcastPkts InOctets OutTransmits",
    "Icmp6": "InMsgs InErrors OutMsgs OutErrors InCsumErrors InDestUnreachs InPktTooBigs InTimeExcds InParmProblems InEchos InEchoReplies "
             "InGroupMembQueries InGroupMembResponses InGroupMembReductions InRouterSolicits InRouterAdvertisements InNeighborSolicits "
             "InNeighborAdvertisements InRedirects InMLDv2Reports OutDestUnreachs OutPktTooBigs OutTimeExcds OutParmProblems OutEchos "
             "OutEchoReplies OutGroupMembQueries OutGroupMembResponses OutGroupMembReductions OutRouterSolicits OutRouterAdvertisements "
             "OutNeighborSolicits OutNeighborAdvertisements OutRedirects OutMLDv2Reports InType1 OutType135",
    "Udp6": "InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors",
    "UdpLite6": "InDatagrams NoPorts",
    "New6": "Thing",
}
SCTP = ("CurrEstab ActiveEstabs PassiveEstabs Aborteds Shutdowns OutOfBlues ChecksumErrors OutCtrlChunks OutOrderChunks OutUnorderChunks "
        "InCtrlChunks InOrderChunks InUnorderChunks FragUsrMsgs ReasmUsrMsgs OutSCTPPacks InSCTPPacks T1InitExpireds")


def texts(value):
    """The kernel's texts with `value(number)` for each counter."""
    number = 0
    pairs, lines, sctp = [], [], []
    for group, names in NAMES.items():
        values = [str(value(number + i)) for i in range(len(names.split()))]
        number += len(values)
        pairs.append(f"{group}: {names}\n{group}: {' '.join(values)}\n")
    for group, names in NAMES6.items():
        for name in names.split():
            number += 1
            lines.append(f"{group + name:<32}\t{value(number)}\n")
    for name in SCTP.split():
        number += 1
        sctp.append(f"{'Sctp' + name:<32}\t{value(number)}\n")
    return {"snmp": "".join(pairs[:6]), "netstat": "".join(pairs[6:]), "snmp6": "".join(lines), "sctp/snmp": "".join(sctp)}


class Made:
    """A /proc of ours in a mount namespace, for both programs."""

    def __init__(self, files):
        self.files = files

    def __enter__(self):
        self.folder = tempfile.mkdtemp()
        for net in ("net", "thread-self/net"):
            for name, text in self.files.items():
                path = os.path.join(self.folder, net, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
        return self

    def __exit__(self, *exception):
        shutil.rmtree(self.folder)

    def run(self, path, line):
        words = line.split()
        script = 'mount --bind "$0" /proc && exec "$@"'
        netns.need_kernel()
        run = subprocess.run(["unshare", "-mn", "sh", "-c", script, self.folder, path, *words[1:]], capture_output=True, timeout=60,
                             stdin=subprocess.DEVNULL, env={"LC_ALL": "C"})
        return netns.Result(words, run.stdout, run.stderr, run.returncode)


def made_cases():
    yield "zeros", texts(lambda n: 0)
    yield "ones", texts(lambda n: 1)
    yield "numbers", texts(lambda n: n + 2)
    yield "every second", texts(lambda n: n % 2)
    yield "every third", texts(lambda n: 0 if n % 3 else n + 1)
    yield "huge", texts(lambda n: 2 ** 64 - 1 - n)


def test_made():
    for name, files in made_cases():
        with Made(files) as made:
            for line in WORDS[:14]:
                with tap.case(f"{name}: {line}"):
                    mine, other = made.run(oracle.ours("netstat"), line), made.run(oracle.theirs("netstat"), line)
                    tap.true(other.stdout.count(b"\n") > 1 or "S" in line, "net-tools reads the texts that were made", other.stderr)
                    told = oracle.disagreement(mine, other)
                    if told:
                        raise tap.Failure("not net-tools'", told)


def test_damaged():
    """Nothing half printed of a text that is no such text."""
    good = texts(lambda n: n)
    for name, file, text in (("a value is missing", "snmp", good["snmp"].replace(" 3 ", " ", 1)),
                             ("no number", "netstat", good["netstat"].replace("TcpExt: 83 ", "TcpExt: x ", 1)),
                             ("more than 64 bits", "snmp6", "Ip6InReceives 99999999999999999999\n"),
                             ("another group's values", "snmp", "Ip: A\nTcp: 1\n")):
        with tap.case(name), Made(dict(good, **{file: text})) as made:
            result = made.run(oracle.ours("netstat"), "netstat -sW")
            tap.equal((result.status, result.stdout), (1, b""), "exit status and text")
            tap.true(b"damaged" in result.stderr, "the reason", result.stderr)
    with tap.case("no snmp"), Made({"netstat": good["netstat"]}) as made:
        result = made.run(oracle.ours("netstat"), "netstat -s")
        tap.true(result.status == 1 and b"net/snmp" in result.stderr and not result.stdout, "the file is named", result.stderr)
    with tap.case("names that could hurt a terminal"), Made(dict(good, netstat="E\x1b[2Jxt: \x1b]0;x\x07\nE\x1b[2Jxt: 7\n")) as made:
        for line in ("netstat -s", "netstat -sW", "netstat -s --json"):
            result = made.run(oracle.ours("netstat"), line)
            tap.true(result.status == 0 and b"\x1b" not in result.stdout, "they are written as \\x1b", result.stdout[-200:])


def nstat(ns):
    """What nstat prints, which reads the same texts: {name: value}"""
    result = ns.run(["nstat", "-asz", "--json"])
    if result.status:
        raise tap.Skip("no nstat here")
    return json.loads(result.stdout)["kernel"]


def counters(ns, line="netstat -s --json"):
    return {row["group"] + row["name"]: row["value"] for row in json.loads(oracle.run_ours(ns, line).ok().stdout)["counters"]}


def test_nstat():
    """Every counter that nstat has is in JSON and in -W, with its name and value."""
    with netns.Namespace() as ns:
        ns.ip("link set lo up")
        traffic(ns)
        with tap.case("JSON"):
            theirs, ours = nstat(ns), counters(ns)
            tap.true(len(theirs) > 200, "nstat has counters", str(theirs))
            # nstat has three decimals and 32 bits of what is negative
            missing = {name: (value, ours.get(name)) for name, value in theirs.items() if ours.get(name, -1) != int(value) and name != "TcpMaxConn"}
            tap.equal(missing, {}, "what JSON lacks")
        with tap.case("-W"):
            rows, group = {}, ""
            for row in oracle.run_ours(ns, "netstat -sW").ok().text().splitlines():
                if row.startswith("    "):
                    name, value = row.split(": ")
                    rows[group + name.strip()] = int(value)
                else:
                    group = row.rstrip(":")
            ours["TcpMaxConn"] = -1
            tap.equal(rows, ours, "text and JSON have the same counters")
        with tap.case("selections"):
            for word, groups in (("-t", {"Tcp", "TcpExt", "MPTcpExt"}), ("-u", {"Udp", "Udp6"}), ("-U", {"UdpLite", "UdpLite6"}),
                                 ("-6w", {"Ip6", "Icmp6"}), ("-4w", {"Ip", "IpExt", "Icmp", "IcmpMsg"}),
                                 ("-6", {"Ip6", "Icmp6", "Udp6", "UdpLite6", "Tcp", "TcpExt", "MPTcpExt"})):
                found = {row.rstrip(":") for row in oracle.run_ours(ns, f"netstat -sW {word}").ok().text().splitlines() if not row.startswith(" ")}
                tap.true(found and found <= groups and len(found) >= len(groups) - 1, f"{word}: the groups", str(found))
                rows = json.loads(oracle.run_ours(ns, f"netstat -s --json {word}").ok().stdout)["counters"]
                tap.equal({row["group"] for row in rows}, found, f"{word}: JSON")


if __name__ == "__main__":
    tap.main(globals())
