# The cure: quotes. What stands in them is handed on as it is, by every shell, whatever files there are.
URL=${1:-http://127.0.0.1:8000}
curl --silent "$URL/12/*/5"
