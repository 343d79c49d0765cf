#!/usr/bin/env bash
# A real Postgres 17 with pgvector for tests and benchmarks, on loopback, durable (fsync on).
#
#   scripts/native-postgres.sh start     make what is missing, start, print TEST_DATABASE_URL=...
#   scripts/native-postgres.sh url       print the URL of the running server
#   scripts/native-postgres.sh stop      end it in order        restart   stop, then start
#   scripts/native-postgres.sh kill      end it as a crash does (SIGKILL; the next start recovers)
#   scripts/native-postgres.sh remove    stop it and delete its data
#
# Debian 12 has no pgvector package, so the server lives in a Debian 13 root made by debootstrap and is entered with
# chroot. The root is made once for the machine; several servers can use it. Each runs in a mount namespace of its own,
# so that nothing stays mounted when it ends, however it ends. Needs root, also inside a container.
#
#   PERIGEE_PG        name of the server (default: main)
#   PERIGEE_PG_PORT   port wanted (default 54329; a free one is taken when it is busy)
#   PERIGEE_CACHE     where root and data live (default /var/cache/perigee)
set -euo pipefail

cache=${PERIGEE_CACHE:-/var/cache/perigee}
name=${PERIGEE_PG:-main}
suite=trixie
packages=postgresql-17,postgresql-17-pgvector
# The last number rises when the recipe changes: another name is another root, and a running one is left alone.
root=$cache/root-$suite-postgresql-17-1
cluster=$cache/servers/$name
data=$cluster/data
binaries=/usr/lib/postgresql/17/bin

say() { echo "native-postgres: $*" >&2; }
fail() {
	say "$*"
	exit 1
}

main() {
	case "${1:-}" in
	start) locked start && echo "TEST_DATABASE_URL=$(url)" ;;
	stop) locked stop ;;
	restart) locked restart && echo "TEST_DATABASE_URL=$(url)" ;;
	kill) locked crash ;;
	remove) locked remove ;;
	url) url ;;
	*) fail "say one of: start, stop, restart, kill, url, remove" ;;
	esac
}

# One command at a time on a machine: two that start together must not both make the root.
locked() {
	[ "$(id -u)" -eq 0 ] || fail "needs root. Or set TEST_DATABASE_URL to a Postgres 17 with pgvector."
	[[ $name =~ ^[a-z0-9-]+$ ]] || fail "PERIGEE_PG may hold a-z, 0-9 and -"
	mkdir -p "$cache/servers"
	exec 9>"$cache/lock"
	flock -w 900 9 || fail "another run has held $cache/lock for 15 minutes"
	"$@"
	flock -u 9
}

start() {
	ensure_root
	ensure_cluster
	if running; then
		return 0
	fi
	local port
	port=$(choose_port)
	echo "$port" >"$cluster/port"
	# Nothing runs (checked under the lock), so a file left by a crash names a stranger.
	rm -f "$data/postmaster.pid"
	export root data binaries port cluster
	# Process 1 of a pid namespace: when it ends, however it ends, every server process ends with it, and `unshare`
	# waits for it, which not every container's process 1 does. Descriptor 9 is the lock, which must not be inherited.
	setsid unshare --mount --propagation private --pid --fork bash -euo pipefail -c '
		read -r pid rest </proc/self/stat # /proc is still the one outside, so this is the number outside
		echo "$pid" >"$cluster/pid"
		mount --rbind /proc "$root/proc"
		mount --rbind /dev "$root/dev"
		mkdir -p "$root/dev/shm"
		mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
		mount --bind "$data" "$root/srv/data"
		exec chroot --userspec=postgres:postgres "$root" \
			env -i LANG=C.UTF-8 PATH="$binaries:/usr/bin:/bin" "$binaries/postgres" -D /srv/data -p "$port"
	' </dev/null >>"$cluster/log" 2>&1 9>&- &
	await_ready $!
}

stop() {
	running || return 0
	local pid
	pid=$(postmaster)
	kill -INT "$pid" # "fast": ends sessions, writes a checkpoint
	await_end "$pid" || fail "did not stop within 60 s, see $cluster/log"
}

restart() {
	stop
	start
}

crash() {
	running || return 0
	local pid
	pid=$(postmaster)
	kill -KILL "$pid"
	await_end "$pid" || fail "still there 60 s after SIGKILL"
}

remove() {
	stop
	rm -rf "$cluster"
}

url() {
	[ -s "$cluster/port" ] || fail "server '$name' was never started: scripts/native-postgres.sh start"
	echo "postgres://perigee:$(cat "$cluster/password")@127.0.0.1:$(cat "$cluster/port")/postgres"
}

postmaster() { cat "$cluster/pid" 2>/dev/null; }

running() {
	local pid
	pid=$(postmaster) || return 1
	# A pid can belong to a stranger after a crash or a reboot: its name decides.
	[ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = postgres ] && ! ended "$pid"
}

await_ready() {
	local parent=$1 tries
	for ((tries = 0; tries < 1200; tries++)); do
		# Line 8 of postmaster.pid is the server's state.
		if sed -n 8p "$data/postmaster.pid" 2>/dev/null | grep -q '^ready'; then
			return 0
		fi
		if ended "$parent"; then
			tail -n 20 "$cluster/log" >&2
			fail "the server ended while starting"
		fi
		sleep 0.05
	done
	fail "not ready after 60 s, see $cluster/log"
}

await_end() {
	local pid=$1 tries
	for ((tries = 0; tries < 1200; tries++)); do
		if ended "$pid"; then
			return 0
		fi
		sleep 0.05
	done
	return 1
}

# A zombie has ended too; only its parent has not asked yet.
ended() { ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }

choose_port() {
	local wanted port
	wanted=${PERIGEE_PG_PORT:-$(cat "$cluster/port" 2>/dev/null || echo 54329)}
	for port in "$wanted" $(seq 54330 54399); do
		if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			echo "$port"
			return 0
		fi
	done
	fail "no free port between 54329 and 54399"
}

ensure_cluster() {
	if [ -e "$cluster/made" ]; then
		return 0
	fi
	rm -rf "$cluster"
	mkdir -p "$data" "$root/srv/data"
	(
		umask 077
		od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$cluster/password"
	)
	local owner secret=$root/run/perigee-password
	owner=$(chroot "$root" id -u postgres):$(chroot "$root" id -g postgres)
	install -m 600 -o "${owner%:*}" -g "${owner#*:}" "$cluster/password" "$secret"
	chown "$owner" "$data"
	export root data binaries
	unshare --mount --propagation private bash -euo pipefail -c '
		mount --rbind /dev "$root/dev"
		mount --bind "$data" "$root/srv/data"
		chroot --userspec=postgres:postgres "$root" env -i LANG=C.UTF-8 "$binaries/initdb" -D /srv/data \
			--username=perigee --pwfile=/run/perigee-password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
	' >"$cluster/log" 2>&1 9>&- || {
		rm -f "$secret"
		tail -n 20 "$cluster/log" >&2
		fail "initdb failed"
	}
	rm -f "$secret"
	cat >>"$data/postgresql.conf" <<-'CONF'
		listen_addresses = '127.0.0.1'
		unix_socket_directories = ''
		max_connections = 300
		shared_buffers = 256MB
		max_wal_size = 2GB
		fsync = on
		synchronous_commit = on
		timezone = 'UTC'
		log_timezone = 'UTC'
	CONF
	touch "$cluster/made"
}

ensure_root() {
	if [ -e "$root/.complete" ]; then
		return 0
	fi
	rm -rf "$root" "$cache"/making.*
	local making=$cache/making.$$
	say "making a Debian $suite root with Postgres 17 and pgvector (about a minute)"
	install_debootstrap
	local mirror proxy=""
	mirror=$(apt_mirror)
	eval "$(apt-config shell proxy Acquire::http::Proxy)"
	if [ -n "$proxy" ] && [ "$proxy" != DIRECT ]; then
		export http_proxy=$proxy
	fi
	# In a mount namespace, because a debootstrap that is killed leaves /proc mounted in the half-made root.
	if ! unshare --mount --propagation private debootstrap --variant=minbase --include="$packages" \
		"$suite" "$making" "$mirror" </dev/null >"$cache/debootstrap.log" 2>&1 9>&-; then
		tail -n 20 "$cache/debootstrap.log" "$making/debootstrap/debootstrap.log" >&2 2>/dev/null || true
		rm -rf "$making"
		fail "debootstrap failed, see $cache/debootstrap.log"
	fi
	rm -rf "$making"/var/cache/apt/archives/*.deb "$making"/var/lib/postgresql/17
	mkdir -p "$making/srv/data"
	touch "$making/.complete"
	mv "$making" "$root"
}

install_debootstrap() {
	if command -v debootstrap >/dev/null && [ -e "/usr/share/debootstrap/scripts/$suite" ]; then
		return 0
	fi
	export DEBIAN_FRONTEND=noninteractive
	{
		apt-get -o DPkg::Lock::Timeout=300 update -q
		# The keyring too: an older one may lack the key that signs the newer Debian.
		apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends \
			debootstrap debian-archive-keyring
	} </dev/null >&2 9>&-
}

# The archive this machine's own apt is set up for, so that a mirror or an inner network is respected.
apt_mirror() {
	local codename uri
	codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
	# shellcheck disable=SC2016
	uri=$(apt-get indextargets --format '$(CREATED_BY) $(CODENAME) $(RELEASE) $(COMPONENT) $(REPO_URI)' 2>/dev/null |
		awk -v c="$codename" '$1 == "Packages" && $3 == c && $4 == "main" && $5 ~ /^https?:/ { print $5; exit }')
	[ -n "$uri" ] || fail "apt's sources name no http mirror for '$codename main'"
	echo "$uri"
}

main "$@"
