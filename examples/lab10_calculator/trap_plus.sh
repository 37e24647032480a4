# The trap: in a form a + is a space (WHATWG URL, 5.1), and --data sends what is typed as it stands.
URL=${1:-http://127.0.0.1:8000}
curl --silent "$URL/post" --data 'input1=12&operator=+&input2=5'
