#!/usr/bin/env bash
# Prints the path of tesseract, which reads scanned pages (KB-1). Installs Debian's own package when the machine has
# none; arguments are further languages of its (deu, spa, ...). Needs root (or sudo) only to install.
set -euo pipefail

if ! command -v tesseract >/dev/null || [ $# -gt 0 ]; then
	if ! command -v apt-get >/dev/null; then
		echo "No tesseract found, and no apt-get to install it with." >&2
		exit 1
	fi
	as_root=()
	if [ "$(id -u)" -ne 0 ]; then
		as_root=(sudo -n)
	fi
	export DEBIAN_FRONTEND=noninteractive
	{
		"${as_root[@]}" apt-get -o DPkg::Lock::Timeout=120 update -q
		"${as_root[@]}" apt-get -o DPkg::Lock::Timeout=120 install -y -q --no-install-recommends \
			tesseract-ocr "${@/#/tesseract-ocr-}"
	} </dev/null >&2
fi
command -v tesseract
