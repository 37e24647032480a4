#!/usr/bin/env bash
# The trap: the folder of the log is not there. gunicorn does not make it, and ends; as a service it does not even say so.
# The cure is `mkdir -p` before the start, as examples/lab18_gunicorn/start does, and a look whether it answers.
set -u
cd "$(dirname "$0")/../.." || exit
PATH=$PWD/.venv/bin:$PATH
address=${WSGI_APPS_GUNICORN:-127.0.0.1:4958}
run=(gunicorn --bind "$address" --no-control-socket --error-logfile build/no-such-folder/error.log wsgi_apps.hello_json)

if (: <>"/dev/tcp/${address%:*}/${address##*:}") 2>/dev/null; then
    echo "Port ${address##*:} is in use: end the program that listens there first." >&2
    exit 1
fi

echo "As a service:"
"${run[@]}" --daemon
echo "gunicorn ended with status $?, and said nothing."
sleep 1
curl --silent "http://$address/" || echo "Nobody listens: curl ended with status $?."

echo
echo "In the terminal:"
"${run[@]}"
echo "gunicorn ended with status $?."
