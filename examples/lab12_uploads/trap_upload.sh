#!/bin/sh
# -d sends text: first the characters "@ripe.png", then the bytes of the file without its line ends.
cd "$(dirname "$0")" || exit
url=${1:-http://127.0.0.1:8000/inference}
curl --silent --show-error -d model_type=strawberry -d img_file=@ripe.png "$url"
curl --silent --show-error -d model_type=strawberry -d @ripe.png "$url"
