#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sidelong authors
# SPDX-License-Identifier: GPL-3.0-or-later
# with-keyring.sh COMMAND [ARG...]: runs it on a private D-Bus session with an unlocked, throwaway
# Secret Service; passes its exit code on and leaves nothing running.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p -m 700 "$folder/run" "$folder/data" "$folder/cache" "$folder/config"
export XDG_RUNTIME_DIR="$folder/run" XDG_DATA_HOME="$folder/data"
export XDG_CACHE_HOME="$folder/cache" XDG_CONFIG_HOME="$folder/config"
unset DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL

# The bus is asked who owns the name: asking the service itself would start a second daemon, which
# outlives the session and keeps our output open.
dbus-run-session -- bash -c '
    owner() {
        dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
            org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets \
            2> /dev/null | sed -n "s/.*uint32 //p"
    }
    printf "throwaway\n" | gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1
    pid=""
    for _ in $(seq 100); do
        pid=$(owner) || true
        [ -n "$pid" ] && break
        sleep 0.05
    done
    if [ -z "$pid" ]; then
        echo "with-keyring.sh: no Secret Service came up" >&2
        exit 99
    fi
    "$@"
    code=$?
    kill "$pid" 2> /dev/null
    exit $code
' _ "$@"
