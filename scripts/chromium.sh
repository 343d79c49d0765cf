#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests. Installs Debian's own package when the machine has none.
# CHROMIUM names another browser. Needs root (or sudo) only to install.
set -euo pipefail

find_chromium() {
	local candidate
	for candidate in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
		if [ -n "$candidate" ] && [ -x "$candidate" ]; then
			echo "$candidate"
			return 0
		fi
	done
	return 1
}

if ! find_chromium; then
	if ! command -v apt-get >/dev/null; then
		echo "No Chromium found, and no apt-get to install it with. Set CHROMIUM to a browser's path." >&2
		exit 1
	fi
	as_root=()
	if [ "$(id -u)" -ne 0 ]; then
		as_root=(sudo -n)
	fi
	export DEBIAN_FRONTEND=noninteractive
	{
		"${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update -q
		# Noto for symbols and emoji, Liberation for everything else: pages look alike on every machine.
		"${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends \
			chromium fonts-liberation fonts-noto-core fonts-noto-color-emoji
	} </dev/null >&2
	find_chromium
fi
