#!/usr/bin/env bash
# The trap: gunicorn is ended with signal 9, as `pkill -9 gunicorn` does. No program can catch that signal, so nothing is
# finished and nothing is cleared away. (pkill would also end every other gunicorn of yours on this machine. Here the
# numbers of the processes are used.)
set -u
cd "$(dirname "$0")/../.." || exit
lab=examples/lab18_gunicorn
address=${WSGI_APPS_GUNICORN:-127.0.0.1:4958}
folder=${WSGI_APPS_LOGS:-build/gunicorn}

"$lab/start" examples.lab18_gunicorn.raw || exit
lines() { wc -l <"$folder/$1"; }
accessed=$(lines access.log)
said=$(lines error.log)

# A client whose request takes a while, and signal 9 in the middle of it: to the master and its workers.
curl --silent --show-error "http://$address/60162176?seconds=2" >"$folder/answer.txt" 2>&1 &
client=$!
until tail -n "+$((said + 1))" "$folder/error.log" | grep -q "2 seconds were asked for"; do
    sleep 0.1
done
master=$(cat "$folder/gunicorn.pid")
kill -9 "$master" $(cat "/proc/$master/task/$master/children")

wait "$client"
echo "The client ended with status $?, and printed: $(cat "$folder/answer.txt")"
echo "Lines added to access.log: $(($(lines access.log) - accessed))."
ls "$folder"/*.pid
