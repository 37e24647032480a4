# The cure: quotes around the URL. Or a client that puts the query together by itself: curl --get --data-urlencode,
# or httpie, which writes name==value.
URL=${1:-http://127.0.0.1:8000}
curl --silent "$URL/login?user_name=foo&tmp_parameter=bar"
curl --silent --get "$URL/login" --data-urlencode user_name=foo --data-urlencode tmp_parameter=bar
printf '\nthe variable tmp_parameter of the shell: %s\n' "$tmp_parameter"
