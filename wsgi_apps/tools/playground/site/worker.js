// Python in a thread of its own: it is loaded here, and does one job after the other. The page ends it if it hangs.
import { loadPyodide } from "./pyodide.mjs";

const SIZES = "{{sizes}}"; // file -> bytes, written when the playground is made
const LOADED = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json", "packages.zip"];
const START = `
import os, sys, types, zipfile
sys.dont_write_bytecode = True  # two versions of a program may be of one second and one size
sys.modules["resource"] = types.ModuleType("resource")  # check limits its processes by it, and here are none
if not hasattr(os, "fork"):
    os.fork = lambda: -1  # check watches it
zipfile.ZipFile("/packages.zip").extractall("/course")
sys.path[:0] = ["/course/project", "/course/site-packages"]
from wsgi_apps.tools.playground import runner
runner.ready()
`;
let runner = null;

/** Read a file piece by piece, and tell the page how much of all files is there. */
async function fetched(name, tell) {
  const response = await fetch(name);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  const reader = response.body.getReader();
  const pieces = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    pieces.push(read.value);
    tell(read.value.length);
  }
  return new Blob(pieces);
}

/** Load all files, then Python, then the packages; return the version of Python. */
async function start() {
  const total = LOADED.reduce((sum, name) => sum + SIZES[name], 0);
  let have = 0;
  const tell = (bytes) => { have += bytes; postMessage({ progress: Math.min(1, have / total) }); };
  const blobs = await Promise.all(LOADED.map((name) => fetched(name, tell)));
  const python = await loadPyodide({ indexURL: new URL("./", import.meta.url).href });
  python.FS.writeFile("/packages.zip", new Uint8Array(await blobs[LOADED.indexOf("packages.zip")].arrayBuffer()));
  const version = python.runPython(START);
  runner = python.pyimport("wsgi_apps.tools.playground.runner");
  return version;
}

const started = start().then(
  (version) => postMessage({ ready: version }),
  (error) => postMessage({ broken: String(error.message || error) }),
);

addEventListener("message", async ({ data }) => {
  await started;
  if (runner) postMessage({ id: data.id, result: JSON.parse(runner.call(data.name, JSON.stringify(data.job))) });
});
