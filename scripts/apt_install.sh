#!/bin/sh
# apt_install.sh PACKAGE: installs one of Debian's packages where that may be done without asking; ends with 1 where not.
set -u

command -v apt-get >/dev/null 2>&1 || exit 1
as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
[ -z "$as_root" ] || sudo -n true 2>/dev/null || exit 1
echo "Installing Debian's $1 for the tests ..." >&2
export DEBIAN_FRONTEND=noninteractive
{ $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends "$1"; } </dev/null >/dev/null
