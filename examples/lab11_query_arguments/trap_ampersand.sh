# The trap: for the shell a & ends the command, and starts it in the background. The rest is another command.
#   bash trap_ampersand.sh [URL]    curl asks for /login?user_name=foo, and the shell has a new variable, tmp_parameter
#   zsh trap_ampersand.sh [URL]     zsh also reads the ? as a pattern for file names, and finds no such file
URL=${1:-http://127.0.0.1:8000}
curl --silent $URL/login?user_name=foo&tmp_parameter=bar
wait
printf '\nthe variable tmp_parameter of the shell: %s\n' "$tmp_parameter"
