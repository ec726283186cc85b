# Shared by bin/start, bin/test and .ci/run: a fitting Python, .venv, pinned requirements with hashes. Sourced, not run.

UV_VERSION=0.13.9

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# The first Python 3.11 or newer that can make a virtual environment.
find_python() {
    local candidate without_venv=""
    for candidate in python3.11 python3.12 python3.13 python3.14 python3 python; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
        without_venv=$candidate
    done
    [ -z "$without_venv" ] || fail "A $without_venv le falta el módulo venv (en Debian: apt install python3-venv). Instálalo y vuelve a intentarlo."
    fail "Segusoporte necesita Python 3.11 o más nuevo y aquí no lo encontré. Instálalo y vuelve a intentarlo."
}

# .venv, made anew when it is missing, half made or of an old Python.
make_venv() {
    .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
    local python
    python=$(find_python) || exit 1
    say "Preparo el entorno de Python en .venv (sólo la primera vez)…"
    rm -rf .venv
    "$python" -m venv .venv || fail "No se pudo crear .venv. Revisa que haya espacio en disco y permiso de escritura aquí."
}

# install FILE: what FILE pins, with hashes; a no-op when .venv already has exactly that.
install() {
    local done_with=".venv/installed-$1"
    cmp -s "$1" "$done_with" && return
    say "Instalo las dependencias de $1…"
    [ -w "${HOME:-}" ] || export UV_CACHE_DIR=$PWD/.venv/uv-cache
    local pip=(.venv/bin/python -m pip --disable-pip-version-check) index
    [ -x .venv/bin/uv ] || "${pip[@]}" install -qq "uv==$UV_VERSION" \
        || fail "No se pudo descargar uv. Revisa la conexión a internet y vuelve a intentarlo."
    index=$("${pip[@]}" config get global.index-url 2>/dev/null || true) # uv does not read pip's configuration
    [ -z "$index" ] || export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}
    UV_LINK_MODE=copy VIRTUAL_ENV=$PWD/.venv \
        .venv/bin/uv pip install --quiet --no-config --system-certs --require-hashes --compile-bytecode -r "$1" \
        || "${pip[@]}" install --quiet --require-hashes -r "$1" \
        || fail "No se pudieron instalar las dependencias. Revisa la conexión a internet y vuelve a intentarlo."
    cp "$1" "$done_with"
}

# .env, written once: development, with a key of its own.
write_env() {
    [ -e .env ] && return
    (umask 077 && .venv/bin/python -c 'import secrets; print(f"DEBUG=true\nSECRET_KEY={secrets.token_urlsafe(48)}")' >.env)
    say "Escribí .env con DEBUG=true y una SECRET_KEY al azar."
}

# run_pytest ARGUMENT…: a worker more than there are processors, since tests of real processes and browsers often wait.
# Each takes a file after another, the longest first. With `-n 0` among the arguments (for --pdb, say) it is one process.
run_pytest() {
    .venv/bin/python -m pytest --color="$([ -t 1 ] && echo yes || echo no)" \
        -n $(($(getconf _NPROCESSORS_ONLN) + 1)) --dist loadfile --no-loadscope-reorder "$@"
}
