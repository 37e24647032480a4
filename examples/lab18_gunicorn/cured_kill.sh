#!/usr/bin/env bash
# The cure of trap_kill.sh: the same, but gunicorn is asked to end, by SIGTERM to the process whose number is in its pid file.
set -u
cd "$(dirname "$0")/../.." || exit
lab=examples/lab18_gunicorn
address=${WSGI_APPS_GUNICORN:-127.0.0.1:4958}
folder=${WSGI_APPS_LOGS:-build/gunicorn}

"$lab/start" examples.lab18_gunicorn.raw || exit
lines() { wc -l <"$folder/$1"; }
accessed=$(lines access.log)
said=$(lines error.log)

# A client whose request takes a while, and `stop` in the middle of it.
curl --silent --show-error "http://$address/60162176?seconds=2" >"$folder/answer.txt" 2>&1 &
client=$!
until tail -n "+$((said + 1))" "$folder/error.log" | grep -q "2 seconds were asked for"; do
    sleep 0.1
done
"$lab/stop"

wait "$client"
echo "The client ended with status $?, and printed: $(cat "$folder/answer.txt")"
echo "Lines added to access.log: $(($(lines access.log) - accessed))."
ls "$folder"/*.pid 2>/dev/null || echo "No pid file is left."
