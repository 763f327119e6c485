#!/usr/bin/env bash
# Build the environment in $VENV from the locked requirements, and see that the
# few Debian packages the tests use are there. Repeatable; changes nothing else.
set -euo pipefail
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

say() { printf 'setup: %s\n' "$*" >&2; }

command -v "$PYTHON" >/dev/null || { say "Python 3.11 or newer is missing (set PYTHON=...)"; exit 1; }
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
  || { say "Python 3.11 or newer is needed, found $("$PYTHON" --version)"; exit 1; }

is_root() { [ "$(id -u)" = 0 ]; }
apt_ready=
apt_install() {
  if ! command -v apt-get >/dev/null || ! is_root; then return 1; fi
  if [ -z "$apt_ready" ]; then apt-get update -qq >/dev/null 2>&1 || true; apt_ready=1; fi
  # no service of the distribution is started: tests start their own
  local policy=/usr/sbin/policy-rc.d ours= status=0
  if [ ! -e "$policy" ]; then ours=1; printf '#!/bin/sh\nexit 101\n' > "$policy"; chmod 755 "$policy"; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 || status=$?
  [ -z "$ours" ] || rm -f "$policy"
  return $status
}

if ! "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null; then
  version=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  apt_install "python$version-venv" || apt_install python3-venv \
    || { say "the venv module is missing: install python$version-venv"; exit 1; }
fi

# name of a program or file that shows the package is there, the package, what it is for
while IFS='|' read -r probe package purpose; do
  if ! { command -v "$probe" >/dev/null || [ -e "$probe" ]; }; then
    apt_install "$package" || say "$package is missing ($purpose); those tests will say so and be skipped"
  fi
done <<'PACKAGES'
chromium|chromium|browser tests and screenshots
unzip|unzip|the test that unzip accepts our archives
/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc|fonts-noto-cjk|Japanese text in papers and screenshots
pdftotext|poppler-utils|tests that read papers back
/usr/sbin/nginx|nginx-light|the tests of client certificates behind a real proxy
PACKAGES

# name of a shared library, the package, what it is for
while IFS='|' read -r library package purpose; do
  if ! { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep -qF "$library"; then
    apt_install "$package" || say "$package is missing ($purpose)"
  fi
done <<'LIBRARIES'
libpangoft2-1.0.so.0|libpangoft2-1.0-0|papers as PDF
libharfbuzz-subset.so.0|libharfbuzz-subset0|papers as PDF, smaller fonts
libseccomp.so.2|libseccomp2|the check of strangers' files without network and files
LIBRARIES

say "environment in $VENV (about a minute without a cache)"
"$PYTHON" -m venv "$VENV"
"$VENV/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
"$VENV/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
