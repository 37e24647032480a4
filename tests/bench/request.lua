-- The request that wrk sends: tests/bench/processes.py names it in the environment.
wrk.method = os.getenv("BENCH_METHOD")
local body, content_type = os.getenv("BENCH_BODY"), os.getenv("BENCH_TYPE")
if body ~= "" then
  wrk.body = body
  wrk.headers["Content-Type"] = content_type
end
