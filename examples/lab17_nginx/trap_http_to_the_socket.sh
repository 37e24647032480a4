#!/usr/bin/env bash
# The trap: HTTP is sent to uWSGI's `socket`, which speaks the uwsgi protocol. It is shown twice: with uWSGI as it comes, and
# with ini/uwsgi.ini. The cure is to ask the other address, http-socket, or nginx, which translates.
set -u
cd "$(dirname "$0")/../.." || exit
PATH=$PWD/.venv/bin:$PATH

export WSGI_APPS_SOCKET=${WSGI_APPS_SOCKET:-127.0.0.1:19130}
export WSGI_APPS_HTTP=${WSGI_APPS_HTTP:-127.0.0.1:8000}
logs=${WSGI_APPS_LOGS:-build/uwsgi}
mkdir -p "$logs"

if (: <>"/dev/tcp/${WSGI_APPS_SOCKET%:*}/${WSGI_APPS_SOCKET##*:}") 2>/dev/null; then
    echo "Port ${WSGI_APPS_SOCKET##*:} is in use: end the uWSGI that listens there first." >&2
    exit 1
fi

# ask LOG UWSGI'S-ARGUMENTS...: start uWSGI, send it HTTP, end it, show what its log says about the request
ask() {
    local log=$logs/$1
    shift
    rm -f "$log"
    uwsgi "$@" --logto "$log" 2>/dev/null &
    until (: <>"/dev/tcp/${WSGI_APPS_SOCKET%:*}/${WSGI_APPS_SOCKET##*:}") 2>/dev/null; do
        sleep 0.1
        kill -0 $! 2>/dev/null || exit 1
    done
    local said seconds
    said=$(curl --silent --show-error --write-out "%{time_total}" "http://$WSGI_APPS_SOCKET/60162176" 2>&1)
    seconds=${said##*$'\n'}
    echo "${said%$'\n'*}"
    if [ "${seconds%.*}" -lt 4 ]; then
        echo "That was at once."
    else
        echo "That took the 4 seconds of socket-timeout."
    fi
    kill $!
    wait $!
    grep "invalid request" "$log" || echo "The log does not speak of it."
}

echo "uWSGI as it comes, with a buffer-size of 4096 bytes:"
ask small.log --die-on-term --socket "$WSGI_APPS_SOCKET" --module wsgi_apps.hello_json

echo
echo "uWSGI with ini/uwsgi.ini, where it is 65535:"
ask large.log --ini ini/uwsgi.ini --module wsgi_apps.hello_json
