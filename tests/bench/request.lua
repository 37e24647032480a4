-- The request that wrk sends: tests/bench/processes.py names it in the environment.
wrk.method = os.getenv("BENCH_METHOD")
local body, content_type, cookie = os.getenv("BENCH_BODY"), os.getenv("BENCH_TYPE"), os.getenv("BENCH_COOKIE")
if body ~= "" then
  wrk.body = body
  wrk.headers["Content-Type"] = content_type
end
if cookie ~= "" then
  wrk.headers["Cookie"] = cookie
end
