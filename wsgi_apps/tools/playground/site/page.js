// The page: a program to change, a request to send, and what comes back. Python runs in worker.js.
"use strict";

const PATIENCE = 5; // seconds that a program may take; then Python is ended and started anew
const PAUSE = 350; // milliseconds without a key before the program runs
const $ = (id) => document.getElementById(id);
const data = await (await fetch("data.json")).json();
const edited = new Map(); // "lab/file" -> the text as the reader changed it
const state = { lab: data.labs[0], file: "", beside: "", request: 0, body: "", tab: "check", language: 0 };

// --- Words ---

const saved = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const save = (name, value) => { try { localStorage.setItem(name, value); } catch { /* a private window keeps nothing */ } };

/** Return a sentence in the language of the reader. */
function say(key, values = {}) {
  return data.texts[key][state.language].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Return an element with a text and children. */
function made(tag, { text = "", name = "" } = {}, ...children) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (name) element.className = name;
  element.append(...children);
  return element;
}

function speak() {
  document.documentElement.lang = ["en", "ko"][state.language];
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
    element.title = say(element.dataset.label);
  }
}

// --- Python ---

let worker = null;
let ready = false;
let jobs = 0;
let waiting = new Map();

/** Start Python, and tell how far it is. */
function start() {
  ready = false;
  $("state").classList.remove("ready");
  $("said").textContent = say("loading");
  worker = new Worker("worker.js", { type: "module" });
  worker.addEventListener("message", ({ data: told }) => {
    if ("progress" in told) $("bar").value = told.progress;
    if ("broken" in told) $("said").textContent = say("offline", { reason: told.broken });
    if ("ready" in told) begin(told.ready);
    if ("id" in told) {
      waiting.get(told.id)?.(told.result);
      waiting.delete(told.id);
    }
  });
}

function begin(version) {
  ready = true;
  $("said").textContent = say("ready", { version });
  $("state").classList.add("ready");
  document.body.dataset.python = version;
  run();
}

/** Do a job in Python; return its result. One that takes too long is ended, and Python with it. */
function python(name, job) {
  const id = ++jobs;
  return new Promise((resolve) => {
    const clock = setTimeout(() => {
      worker.terminate();
      waiting = new Map();
      resolve({ failed: { text: say("ended", { seconds: PATIENCE }), line: null, ended: true } });
      start();
    }, PATIENCE * 1000);
    waiting.set(id, (result) => { clearTimeout(clock); resolve(result); });
    worker.postMessage({ id, name, job });
  });
}

// --- What is asked ---

const textOf = (file) => edited.get(`${state.lab.name}/${file}`) ?? state.lab.programs[file];
const letters = (text) => Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");

/** Return bytes, each a letter, as text; null if they are not UTF-8. */
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));
  } catch {
    return null;
  }
}

function job() {
  const headers = $("headers").value.split("\n").filter((line) => line.includes(":")).map((line) => {
    const at = line.indexOf(":");
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
  const known = state.lab.requests[state.request];
  return {
    lab: state.lab.name,
    file: state.file,
    text: $("source").value,
    beside: state.beside,
    language: ["en", "ko"][state.language],
    request: {
      method: $("method").value.trim() || "GET",
      path: $("path").value.trim() || "/",
      headers,
      body: $("body").disabled ? state.body : letters($("body").value),
      chunked: Boolean(known?.chunked),
    },
  };
}

let turn = 0;

/** Run the program with the request, and show what comes of it. */
async function run() {
  if (!ready) return;
  const mine = ++turn;
  $("responses").setAttribute("aria-busy", "true");
  const answer = await python("answer", job());
  if (mine !== turn) return;
  $("responses").removeAttribute("aria-busy");
  showAnswer(answer);
  if (!answer.failed && ready) await showPanel(mine);
  document.body.dataset.turn = mine;
}

let pause = 0;
function soon() {
  clearTimeout(pause);
  pause = setTimeout(run, PAUSE);
}

// --- What is shown ---

function showAnswer(answer) {
  if (answer.failed) {
    mark(answer.failed.line ? [answer.failed.line] : []);
    $("responses").replaceChildren(made("article", { name: "bad" }, failure(answer.failed)));
    return;
  }
  mark([]);
  $("sent").replaceChildren(...bytes(answer.request));
  $("responses").replaceChildren(...answer.responses.map(response));
}

function failure(failed) {
  if (failed.ended) return made("p", { text: failed.text, name: "bad" });
  return made("p", { text: say(failed.line ? "failedline" : "failure", failed), name: "bad" });
}

/** Return one response: its bytes, and whether the lab expects them. */
function response(one) {
  const parts = [made("h2", { text: say("response", { file: one.file }) })];
  if (one.failure) {
    parts.push(failure({ text: one.failure, line: null }));
  } else {
    const head = [`HTTP/1.1 ${one.status}`, ...one.headers.map(([name, value]) => `${name}: ${value}`)].join("\r\n");
    const shown = made("pre", { name: "bytes" }, ...bytes(`${head}\r\n\r\n${one.body}`));
    shown.tabIndex = 0;
    parts.push(shown);
  }
  if (one.unexpected.length) parts.push(made("p", { text: say("unexpected", { what: one.unexpected.join("; ") }), name: "bad" }));
  else if (one.expected) parts.push(made("p", { text: `✓ ${say("expected")}`, name: "good" }));
  if (one.printed) parts.push(made("small", { text: say("printed") }), made("pre", { text: one.printed, name: "text" }));
  const article = made("article", { name: one.unexpected.length || one.failure ? "bad" : "" }, ...parts);
  article.dataset.status = one.status;
  article.dataset.file = one.file;
  article.dataset.unexpected = one.unexpected.join("; ");
  return article;
}

/** Return bytes, each a letter, as text with a sign at the end of each line of the head. */
function bytes(all) {
  const at = all.indexOf("\r\n\r\n");
  const nodes = all.slice(0, at).split("\r\n").concat("").flatMap((line) => [decoded(line) ?? line, ...ends(), "\n"]);
  const body = all.slice(at + 4);
  return [...nodes, decoded(body) ?? Array.from(body, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join(" ")];
}

const ends = () => ["CR", "LF"].map((text) => made("span", { text, name: "end" }));

/** Number the lines of the program, and mark some. */
function mark(lines) {
  const count = $("source").value.split("\n").length;
  const rows = Array.from({ length: count }, (_, at) => (lines.includes(at + 1) ? made("b", { text: String(at + 1) }) : String(at + 1)));
  $("gutter").replaceChildren(...rows.flatMap((row) => [row, "\n"]));
  $("gutter").scrollTop = $("source").scrollTop;
}

/** Show the tab that is open. */
async function showPanel(mine) {
  for (const tab of document.querySelectorAll("[role=tab]")) tab.setAttribute("aria-selected", String(tab.id === `tab-${state.tab}`));
  const shown = await { check: showCheck, xray: showXray, servers: showServers }[state.tab]();
  if (mine === turn) $("panel").replaceChildren(...shown);
}

async function showCheck() {
  const result = await python("check", { ...job(), beside: "" });
  if (result.failed) return [failure(result.failed)];
  mark(result.findings.filter((one) => !one.file).map((one) => one.line));
  const list = made("ol", {}, ...result.findings.map(finding));
  const first = result.findings.length ? list : made("p", { text: `✓ ${say("clean", result)}`, name: "good" });
  return [first, made("p", { text: say("nothreads"), name: "quiet" })];
}

function finding(one) {
  const place = made("button", { text: `${one.file ? `${one.file}, ` : ""}${say("line", { line: one.line })}`, name: "linkish" });
  place.addEventListener("click", () => goTo(one.line));
  const servers = Object.entries(one.servers).map(([name, what]) => `${name}: ${what}`).join(" · ");
  return made("li", {},
    made("p", {}, made("strong", { text: one.rule }), ` ${one.sentence}${one.detail ? ` (${one.detail})` : ""}. `, place),
    made("p", { text: `${one.why} ${one.clause}`, name: "quiet" }),
    made("p", {}, `${say("write")}: `, made("code", { text: one.cure })),
    ...(servers ? [made("p", { text: servers, name: "quiet" })] : []));
}

/** Select a line of the program. */
function goTo(line) {
  const source = $("source");
  const lines = source.value.split("\n");
  const first = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  source.focus();
  source.setSelectionRange(first, first + (lines[line - 1] ?? "").length);
}

async function showXray() {
  const result = await python("xray", job());
  if (result.failed) return [failure(result.failed)];
  const frame = made("iframe");
  frame.title = say("xray");
  frame.src = URL.createObjectURL(new Blob([result.page], { type: "text/html" }));
  return [frame];
}

async function showServers() {
  const rows = data.servers.rows.filter(([lab]) => lab === state.lab.name);
  if (!rows.length) return [made("p", { text: say("norows"), name: "quiet" })];
  const plain = (text) => text.replace(/[`*]/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  const head = made("tr", {}, ...["", ...data.servers.header].map((text) => made("th", { text: plain(text) })));
  const body = rows.map(([, ...cells]) => made("tr", {}, ...cells.map((text) => made("td", { text: plain(text) }))));
  return [made("p", { text: say("measured"), name: "quiet" }), made("table", {}, head, ...body)];
}

// --- What is chosen ---

function options(select, pairs, chosen) {
  select.replaceChildren(...pairs.map(([value, text]) => {
    const option = made("option", { text });
    option.value = value;
    option.selected = String(value) === String(chosen);
    return option;
  }));
}

function chooseLab(name, file) {
  state.lab = data.labs.find((lab) => lab.short === name || lab.name === name) ?? data.labs[0];
  const files = Object.keys(state.lab.programs);
  options($("lab"), data.labs.map((lab) => [lab.name, `${lab.short.replace("lab", "")} ${lab.title[state.language]}`]), state.lab.name);
  chooseFile(files.find((one) => one === file || one === `${file}.py`) ?? files[0]);
  chooseRequest(0);
}

function chooseFile(file) {
  state.file = file;
  const others = Object.keys(state.lab.programs).filter((one) => one !== file);
  const pair = { "ours.py": "flask_app.py", "flask_app.py": "ours.py", "raw.py": "ours.py" }[file];
  state.beside = others.includes(pair) ? pair : "";
  options($("file"), Object.keys(state.lab.programs).map((one) => [one, one]), file);
  options($("beside"), [["", say("none")], ...others.map((one) => [one, one])], state.beside);
  $("name").textContent = `${state.lab.name}/${file}`;
  $("source").value = textOf(file);
  mark([]);
}

/** Show why the request is there, in the language of the reader; a request of the reader has no reason. */
function sayWhy() {
  $("why").textContent = state.lab.requests[state.request]?.why[state.language] ?? "";
}

function chooseRequest(number) {
  state.request = Number(number);
  const one = state.lab.requests[state.request] ?? { method: "GET", path: "/", headers: [], body: "" };
  const named = state.lab.requests.map((request, at) => [at, `${at + 1}. ${request.method} ${request.path}`]);
  options($("request"), [...named, [-1, say("own")]], state.request);
  sayWhy();
  $("method").value = one.method;
  $("path").value = one.path;
  $("headers").value = one.headers.map((pair) => pair.join(": ")).join("\n");
  state.body = one.body;
  const text = decoded(one.body);
  $("body").disabled = text === null;
  $("body").value = text ?? Array.from(one.body, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join(" ");
  $("binary").hidden = text !== null;
}

// --- Links ---

async function packed(value) {
  const stream = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const all = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(String.fromCharCode(...all)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function unpacked(text) {
  const all = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const stream = new Blob([all]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

/** Show what the fragment of the address names: `#lab03/raw`, and behind it a changed program and request. */
async function follow() {
  const [name = "", file = "", more = ""] = decodeURIComponent(location.hash.slice(1)).split("/");
  chooseLab(name, file);
  if (more) {
    const given = await unpacked(more).catch(() => ({}));
    if (typeof given.text === "string") $("source").value = given.text;
    if (given.request) {
      chooseRequest(-1);
      $("method").value = given.request.method;
      $("path").value = given.request.path;
      $("headers").value = given.request.headers.map((pair) => pair.join(": ")).join("\n");
      $("body").value = decoded(given.request.body) ?? "";
    }
    keep();
  }
  mark([]);
  run();
}

function keep() {
  edited.set(`${state.lab.name}/${state.file}`, $("source").value);
}

// --- Begin ---

state.language = (saved("playground-language") ?? (navigator.language.startsWith("ko") ? "ko" : "en")) === "ko" ? 1 : 0;
if (new URLSearchParams(location.search).has("lang")) state.language = new URLSearchParams(location.search).get("lang") === "ko" ? 1 : 0;
document.documentElement.dataset.theme = saved("playground-theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
speak();
$("lab").addEventListener("change", () => { history.replaceState(null, "", `#${$("lab").value.split("_")[0]}`); chooseLab($("lab").value, ""); run(); });
$("file").addEventListener("change", () => { chooseFile($("file").value); run(); });
$("beside").addEventListener("change", () => { state.beside = $("beside").value; run(); });
$("request").addEventListener("change", () => { chooseRequest($("request").value); run(); });
$("source").addEventListener("input", () => { keep(); mark([]); soon(); });
$("source").addEventListener("scroll", () => { $("gutter").scrollTop = $("source").scrollTop; });
for (const id of ["method", "path", "headers", "body"]) $(id).addEventListener("input", soon);
$("reset").addEventListener("click", () => { edited.delete(`${state.lab.name}/${state.file}`); chooseFile(state.file); run(); });
$("link").addEventListener("click", async () => {
  const { text, request } = job();
  const address = new URL(`#${state.lab.short}/${state.file.replace(".py", "")}/${await packed({ text, request })}`, location.href).href;
  history.replaceState(null, "", address);
  await navigator.clipboard.writeText(address).then(() => { $("link").textContent = say("copied"); }, () => {});
  setTimeout(() => { $("link").textContent = say("link"); }, 1500);
});
$("language").addEventListener("click", () => {
  state.language = 1 - state.language;
  save("playground-language", ["en", "ko"][state.language]);
  speak();
  const { tab, file, request } = state;
  options($("lab"), data.labs.map((lab) => [lab.name, `${lab.short.replace("lab", "")} ${lab.title[state.language]}`]), state.lab.name);
  Object.assign(state, { tab, file, request });
  sayWhy();
  if (ready) $("said").textContent = say("ready", { version: document.body.dataset.python });
  run();
});
$("theme").addEventListener("click", () => {
  const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  save("playground-theme", next);
});
for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => { state.tab = tab.id.replace("tab-", ""); if (ready) showPanel(turn); });
}
addEventListener("hashchange", follow);
start();
follow();
if ("serviceWorker" in navigator) navigator.serviceWorker.register("sw.js").then(() => navigator.serviceWorker.ready).then(() => { document.body.dataset.kept = "yes"; }, () => {});
