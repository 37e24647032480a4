#!/usr/bin/env bash
# The trap: gunicorn is given a prefix by the environment variable SCRIPT_NAME. It cuts off as many letters as the prefix has,
# wherever a segment ends, and what does not begin with it is a 500. The cure is cured_prefix.py.
set -u
cd "$(dirname "$0")/../.." || exit
PATH=$PWD/.venv/bin:$PATH
address=${WSGI_APPS_GUNICORN:-127.0.0.1:4958}

if (: <>"/dev/tcp/${address%:*}/${address##*:}") 2>/dev/null; then
    echo "Port ${address##*:} is in use: end the program that listens there first." >&2
    exit 1
fi

SCRIPT_NAME=/60162176 gunicorn --bind "$address" --no-control-socket --log-level critical examples.lab17_nginx.raw &
server=$!
until (: <>"/dev/tcp/${address%:*}/${address##*:}") 2>/dev/null; do
    sleep 0.1
    kill -0 $server 2>/dev/null || exit 1
done

for path in /60162176/good /601621769 /other; do
    echo "$path"
    curl --silent --write-out "status %{http_code}\n" "http://$address$path" | grep -E "SCRIPT_NAME|PATH_INFO|status"
done

kill $server
wait $server
