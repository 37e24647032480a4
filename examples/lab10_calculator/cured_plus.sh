# The cure: --data-urlencode encodes the value, as a browser does: operator=%2B.
URL=${1:-http://127.0.0.1:8000}
curl --silent "$URL/post" --data input1=12 --data-urlencode 'operator=+' --data input2=5
