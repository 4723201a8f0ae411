# shellcheck shell=bash
# Shared by the scripts here: where things lie, one quiet line a step, clear words on failure.
set -euo pipefail
export LC_ALL=C.UTF-8

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$ROOT"
VENV=$ROOT/.venv
STAMPS=$VENV/.stamps
# The distribution's own Python: its mapscript module is built for no other.
SYSTEM_PYTHON=/usr/bin/python3
CHROMIUM=$VENV/chromium/chromium
HOST=${HOST:-127.0.0.1}
PORT=${PORT:-8000}

say() { printf '%s\n' "$@"; }

die() {
    say "" "$@" >&2
    exit 1
}

milliseconds() {
    local now=${EPOCHREALTIME//[.,]/}
    say $((now / 1000))
}

# step LABEL COMMAND...: one line with the time it took; what it printed is shown only if it fails.
step() {
    local label=$1 started log status=0
    shift
    started=$(milliseconds)
    log=$(mktemp "${TMPDIR:-/tmp}/sip-setup.XXXXXX")
    printf '  %-44s' "$label"
    # Not `if ! "$@"`: that would switch errexit off inside the functions called.
    set +e
    (set -e; "$@") >"$log" 2>&1 </dev/null
    status=$?
    set -e
    if [ "$status" -ne 0 ]; then
        say "failed"
        explain "$log"
    fi
    rm -f "$log"
    started=$(($(milliseconds) - started))
    printf '%4d.%d s\n' $((started / 1000)) $((started % 1000 / 100))
}

# Ends the script with the end of LOG and, for the usual causes, what to do.
explain() {
    local log=$1 hint=""
    if grep -qiE 'No space left on device|ENOSPC' "$log"; then
        hint="The disk is full: make room and run the same command again."
    elif grep -qiE 'Could not resolve|Temporary failure (in name resolution|resolving)|Network is unreachable|NewConnectionError|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT' "$log"; then
        hint="The network cannot be reached: the first set-up needs it. Check the connection (or proxy) and run the same command again."
    elif grep -qE 'CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|self-signed certificate' "$log"; then
        hint="The network exchanges certificates (an office's proxy): name its CA bundle in PIP_CERT and NODE_EXTRA_CA_CERTS."
    elif grep -qiE 'a password is required|a terminal is required|not in the sudoers' "$log"; then
        hint="sudo does not let this account install packages: run as root, or with an account that may."
    elif grep -qi 'Permission denied' "$log"; then
        hint="Some files here belong to another account (an earlier run as root?):  sudo chown -R $(id -un) $ROOT"
    elif grep -qE 'Unable to locate package|has no installation candidate' "$log"; then
        hint="The distribution's package lists lack a package: check the sources of apt (on Ubuntu: universe must be enabled)."
    fi
    printf '\nLast lines of %s:\n\n' "$log" >&2
    tail -n 15 "$log" | cut -c1-200 | sed 's/^/    /' >&2
    die "${hint:-What came before it stands in that file.}"
}

# hash_of FILE-OR-WORD...: a short content hash; what is no file counts as a word.
hash_of() {
    local item
    for item in "$@"; do
        if [ -f "$item" ]; then cat "$item"; else say "$item"; fi
    done | sha256sum | cut -c1-16
}

# tree_hash FOLDER [FIND-TESTS]: hash of the names and contents of the files in it that git would keep.
tree_hash() {
    local folder=$1
    shift
    find "$folder" -mindepth 1 \( -name node_modules -o -name dist -o -name .venv -o -name .git \) -prune \
        -o -type f "$@" -print0 | sort -z | xargs -0r sha256sum | sha256sum | cut -c1-16
}

# once NAME HASH RESULT LABEL COMMAND...: the step, unless it was finished with this hash and RESULT exists.
once() {
    local stamp=$STAMPS/$1 hash=$2 result=$3
    shift 3
    [ -e "$result" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$hash" ] && return
    rm -f "$stamp"
    step "$@"
    mkdir -p "$STAMPS"
    say "$hash" >"$stamp"
}

own_database() { [ -z "${DATABASE_URL:-}" ]; }

cluster() { "$SYSTEM_PYTHON" -m sip.cluster "$@"; }

manage() { "$VENV/bin/python" manage.py "$@"; }

data_dir() { cluster dir; }

# Start the private cluster and count ourselves among its users, by a lock that ends with this process.
# Long-lived children must be started with 9>&-.
hold_database() {
    own_database || return 0
    # shellcheck disable=SC2034 # bin/check asks
    CLUSTER_WAS_RUNNING=$(cluster status >/dev/null && echo yes || echo no)
    step "database" cluster start
    exec 9>>"$(data_dir)/users.lock"
    flock -s 9
}

# Stop it, unless others (another demo, a test run) hold it.
release_database() {
    own_database && flock -n -x 9 2>/dev/null || return 0
    cluster stop || true
    exec 9>&-
}

# Prints the Chromium that the browser tests use: the one named, ours, or the machine's; none from a snap.
usable_chromium() {
    local candidate
    for candidate in "${SIP_CHROMIUM:-}" /usr/bin/chromium-headless-shell "$CHROMIUM" /usr/bin/chromium /usr/bin/google-chrome; do
        [ -x "$candidate" ] && ! grep -qs /snap/ "$candidate" && say "$candidate" && return
    done
    return 1
}
