# The trap: for the shell a * is a pattern of file names, and it looks before curl is started.
#   bash trap_star.sh [URL]    bash finds no such file, and hands the * on: the right answer, by luck
#   zsh trap_star.sh [URL]     zsh finds no such file, and stops
URL=${1:-http://127.0.0.1:8000}
curl --silent $URL/12/*/5
