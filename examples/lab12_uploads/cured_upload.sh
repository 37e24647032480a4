#!/bin/sh
# -F sends multipart/form-data: one part for each field, and @ means the file itself, byte for byte.
cd "$(dirname "$0")" || exit
url=${1:-http://127.0.0.1:8000/inference}
curl --silent --show-error -F model_type=strawberry -F img_file=@ripe.png "$url"
