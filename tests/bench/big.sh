#!/bin/sh
# SPDX-License-Identifier: ISC
# big.sh: network namespaces that are large in one thing each, for measurements.
#
#	big.sh [-b BUILD] up [SCENE[=COUNT] ...]	make them (all of them without a name)
#	big.sh down [SCENE ...]				remove them, and wait until they are gone
#	big.sh names [SCENE ...]			print the names of those that exist
#
#	scene        namespace              what                        without a COUNT
#	small        rcbench-small          an ordinary host's 3 routes
#	few          rcbench-few            IPv4 routes                 1000
#	routes       rcbench-routes         IPv4 routes                 1000000
#	few6         rcbench-few6           IPv6 routes                 20000
#	routes6      rcbench-routes6        IPv6 routes                 1000000
#	neighbours   rcbench-neighbours     permanent IPv4 neighbours   60000
#	links        rcbench-links          interfaces                  4000
#
# $BENCH_PREFIX replaces `rcbench`. Then look around, for example with
# `ip netns exec rcbench-routes netstat -rn`. Root's work: it needs CAP_NET_ADMIN.
# Each thing has a namespace of its own, since a namespace with thousands of
# interfaces slows everything else in it. Removal goes on in the kernel after
# `ip netns del` returns and stalls other changes meanwhile; `down` waits for it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=${ROUTECLONE_BUILD:-$here/../../build}
prefix=${BENCH_PREFIX:-rcbench}
scenes='small few routes few6 routes6 neighbours links'
seconds=300

die() { echo "big.sh: $*" >&2; exit 1; }

usage() {
	echo 'usage: big.sh [-b BUILD] up [SCENE[=COUNT] ...] | down [SCENE ...] | names [SCENE ...]' >&2
	echo "scenes: $scenes" >&2
	exit 2
}

known() {
	case " $scenes " in *" $1 "*) ;; *) usage ;; esac
}

exists() { [ -e "/run/netns/$prefix-$1" ]; }

fill() { timeout "$seconds" "$build/tests/bench/fill" "$prefix-$1" "$2" "$3" "$4"; }

# The first kind that this kernel can make; none of them needs a peer or a lower device.
kind_of_link() {
	for kind in dummy ifb bridge; do
		if ip -n "$1" link add probe type $kind 2>/dev/null; then
			ip -n "$1" link del probe
			echo $kind
			return
		fi
	done
	die 'this kernel makes neither dummy nor ifb nor bridge interfaces'
}

# One interface big0 with an address, as the gateways and neighbours of `fill` want it.
base() {
	ip -n "$1" link set lo up
	ip -n "$1" link add big0 type "$2"
	ip -n "$1" link set big0 up
	ip -n "$1" addr add "$3" dev big0 ${4:-}
}

make() {
	scene=$1 count=$2 ns=$prefix-$1
	ip netns add "$ns"
	kind=$(kind_of_link "$ns")
	case $scene in
	small)
		base "$ns" "$kind" 192.0.2.10/24
		ip -n "$ns" addr add 198.51.100.1/24 dev big0
		ip -n "$ns" route add default via 192.0.2.1 ;;
	few|routes)
		base "$ns" "$kind" 10.0.0.1/8
		fill "$scene" routes "${count:-$([ "$scene" = few ] && echo 1000 || echo 1000000)}" big0 ;;
	few6|routes6)
		base "$ns" "$kind" fd00::1/64 nodad
		fill "$scene" routes6 "${count:-$([ "$scene" = few6 ] && echo 20000 || echo 1000000)}" big0 ;;
	neighbours)
		base "$ns" "$kind" 10.0.0.1/8
		fill "$scene" neighbours "${count:-60000}" big0 ;;
	links)
		fill "$scene" links "${count:-4000}" "$kind" ;;
	esac
}

up_one() {
	scene=${1%%=*} count=
	known "$scene"
	case $1 in *=*) count=${1#*=} ;; esac
	case $count in *[!0-9]*) usage ;; esac
	exists "$scene" && die "$prefix-$scene exists already (big.sh down $scene)"
	making=$scene
	make "$scene" "$count"
	making=
}

# A namespace under way when something fails or a signal comes is not left behind.
clean_up() {
	[ -z "$making" ] || ! exists "$making" || ip netns del "$prefix-$making"
}

# Making a namespace waits for those that the kernel is taking down.
wait_until_gone() {
	sleep 0.3
	timeout "$seconds" ip netns add "$prefix-probe-$$" || die 'the kernel is still removing'
	ip -n "$prefix-probe-$$" link set lo up
	ip netns del "$prefix-probe-$$"
}

down() {
	gone=
	for scene; do
		known "$scene"
		if exists "$scene"; then
			ip netns del "$prefix-$scene"
			gone=yes
		fi
	done
	[ -z "$gone" ] || wait_until_gone
}

names() {
	for scene; do
		known "$scene"
		if exists "$scene"; then
			echo "$prefix-$scene"
		fi
	done
}

while getopts b: option; do
	case $option in
	b) build=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -ge 1 ] || usage
command=$1
shift
[ $# -ge 1 ] || set -- $scenes

case $command in
up)
	[ -x "$build/tests/bench/fill" ] ||
		die "$build/tests/bench/fill is not built (ninja -C $build bench-tools)"
	making=
	trap clean_up EXIT
	trap 'exit 1' HUP INT TERM
	for argument; do up_one "$argument"; done ;;
down) down "$@" ;;
names) names "$@" ;;
*) usage ;;
esac
