// The player: what is shown, and how keys, buttons and the address of the page change it.

const trace = JSON.parse(document.getElementById("trace").textContent);
const texts = JSON.parse(document.getElementById("texts").textContent);
const ways = trace.xray === VERSION ? trace.ways.map((told) => new Way(told)) : [];
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const PAUSE = 900; // milliseconds between two steps while it plays

/** What is shown: the way in front, the level, the place among the steps of that way, and how the page looks. */
const state = {
  way: 0,
  level: "yours",
  place: 0,
  language: document.documentElement.lang,
  theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  chosen: false, // whether the reader has asked for a theme
  playing: null,
};
const parts = {}; // the parts of the page that stay, by name

const front = () => ways[state.way];
const steps = () => front().steps(state.level);
const step = () => steps()[state.place];

/** Return a text in the language of the page, its {names} filled in. */
function say(key, values = {}) {
  const [english, korean] = (values.n === 1 && texts[`${key}-one`]) || texts[key] || [key];
  const text = state.language === "ko" ? (korean ?? english) : english;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const milliseconds = (time) => `${(time / 1000).toFixed(2)} ms`;
const nameOf = (way) => say(`way-${way.name}`, { module: way.module });

// Moving

/** Show another step of the way in front. */
function go(place) {
  state.place = Math.max(0, Math.min(place, steps().length - 1));
  draw();
}

/** Show a stage of the way in front; if it is absent there, the next one in a direction. */
function goStage(stage, direction = 1) {
  const place = nearest(stage, direction);
  if (place >= 0) go(place);
}

/** Return the place at which a stage of the way in front is entered, or the next stage that is not absent; or -1. */
function nearest(stage, direction = 1) {
  for (let one = stage; one >= 0 && one < STAGES.length; one += direction) {
    const place = front().entrance(one, state.level);
    if (place >= 0) return place;
  }
  return -1;
}

/** Put another way in front, at the same stage and the same part of it. */
function goWay(number) {
  if (!ways[number] || number === state.way) return;
  const place = beside(ways[number]);
  const { stage } = step();
  state.way = number;
  go(place >= 0 ? place : Math.max(nearest(stage), nearest(stage, -1)));
}

/** Show more or less of the framework, and stay at the same event, or at the last step before it. */
function goLevel(level) {
  if (!LEVELS.includes(level)) return;
  const { event: here, stage } = step();
  state.level = level;
  const same = steps().findLastIndex((one) => one.stage === stage && one.event <= here);
  go(same >= 0 ? same : front().entrance(stage, level));
}

/** Return the place of another way beside the step in front: the same stage, at the same fraction of it; or -1. */
function beside(way) {
  if (way === front()) return state.place;
  const of = (all) => all.flatMap((one, place) => (one.stage === step().stage ? [place] : []));
  const [mine, its] = [of(steps()), of(way.steps(state.level))];
  if (!its.length) return -1;
  const fraction = mine.length > 1 ? mine.indexOf(state.place) / (mine.length - 1) : 0;
  const entered = state.place === front().entrance(step().stage, state.level);
  return entered ? way.entrance(step().stage, state.level) : its[Math.round(fraction * (its.length - 1))];
}

/** Show the step at which a line of a function runs first. */
function find(way, function_, line) {
  if (way.zone(way.events.findIndex((one) => one.function === function_)) === "framework") state.level = "lines";
  state.way = ways.indexOf(way);
  const at = (one) =>
    one.event >= 0 && way.events[one.event].function === function_ && way.events[one.event].line === line;
  go(Math.max(0, steps().findIndex(at)));
}

/** Start to play, or stop: a step each moment, to the end. */
function play() {
  clearInterval(state.playing);
  state.playing = state.playing === null ? setInterval(forward, PAUSE) : null;
  if (state.playing !== null && state.place === steps().length - 1) state.place = 0;
  draw();
}

function forward() {
  if (state.place < steps().length - 1) go(state.place + 1);
  else play();
}

// The address of the page

/** Write what is shown behind the # of the address, so that a link leads to this moment. */
function remember() {
  const { stage } = step();
  const within = state.place - steps().findIndex((one) => one.stage === stage) + 1;
  const words = { way: front().name, stage: STAGES[stage], step: within, level: state.level, lang: state.language };
  if (state.chosen) words.theme = state.theme;
  history.replaceState(null, "", `#${new URLSearchParams(words)}`);
}

/** Show what the address asks for; a word that is missing or unknown changes nothing. */
function recall() {
  const words = new URLSearchParams(location.hash.slice(1));
  const number = ways.findIndex((way) => way.name === words.get("way"));
  if (number >= 0) state.way = number;
  if (LEVELS.includes(words.get("level"))) state.level = words.get("level");
  if (["en", "ko"].includes(words.get("lang"))) state.language = words.get("lang");
  if (["light", "dark"].includes(words.get("theme"))) [state.theme, state.chosen] = [words.get("theme"), true];
  const stage = STAGES.indexOf(words.get("stage"));
  const first = steps().findIndex((one) => one.stage === stage);
  const within = Number.parseInt(words.get("step") ?? "", 10);
  if (first >= 0 && within > 0) state.place = first + within - 1;
  else if (stage >= 0) state.place = Math.max(nearest(stage), nearest(stage, -1));
  state.place = Math.max(0, Math.min(state.place, steps().length - 1));
}

// Building: once, and again for another language

function build() {
  document.documentElement.lang = state.language;
  const { method, target } = trace.request;
  document.title = `${say("x-ray")}: ${method} ${target}`;
  const button = (name, key, act) =>
    (parts[name] = make(`button.${name}`, {
      type: "button",
      title: `${say(name)} (${key})`,
      "aria-label": say(name),
      onclick: act,
    }));
  const levels = LEVELS.map(
    (level) =>
      (parts[level] = make(
        "button",
        { type: "button", title: say(`level-${level}-more`), onclick: () => goLevel(level) },
        say(`level-${level}`),
      )),
  );
  parts.status = make("span.pill");
  const head = make(
    "header",
    make("h1", make("span.method", method), make("span.target", readable(decoded(target)))),
    parts.status,
    unusual().map((name) => make("span.pill", say(name))),
    make(
      "div.tools",
      make("div.levels", { role: "group", "aria-label": say("level") }, levels),
      button("play", "space", play),
      button("language", "L", otherLanguage),
      button("theme", "D", otherTheme),
      button("help", "?", help),
    ),
  );
  const slider = {
    type: "range",
    min: 0,
    "aria-label": say("scrubber"),
    oninput: () => go(Number(parts.scrubber.value)),
  };
  parts.scrubber = make("input.scrubber", slider);
  parts.count = make("output.count");
  parts.sentence = make("div.sentence");
  const bar = make(
    "div.bar",
    button("back", "←", () => go(state.place - 1)),
    parts.scrubber,
    button("next", "→", () => go(state.place + 1)),
    parts.count,
  );
  parts.columns = make("main.columns");
  parts.panel = make("aside.panel", { "aria-label": say("panel") });
  parts.live = make("p.live", { "aria-live": "polite" });
  document.body.replaceChildren(
    head,
    make("div.top", strip(), parts.sentence, bar),
    tabs(),
    parts.columns,
    parts.panel,
    parts.live,
    dialog(),
  );
  parts.language.textContent = state.language === "ko" ? "English" : "한국어";
}

/** Return a target with its escapes decoded, as far as they are UTF-8: people read 종현, and not %EC%A2%85. */
function decoded(target) {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}

/** Return the strip of stages: one button each, with a dot for every way that has it. */
function strip() {
  parts.stages = STAGES.map((name, stage) => {
    const dots = ways.map((way) => {
      const events = way.of(stage).length;
      const has = stage < WHOLE_PAGE || events > 0;
      return make(`i.dot.${way.name}${has ? "" : ".none"}`, {
        title: has ? say("has-stage", { way: nameOf(way), n: events }) : `${nameOf(way)}: ${absence(way, stage)}`,
      });
    });
    return make(
      "button",
      { type: "button", title: say(`about-${name}`), onclick: () => goStage(stage) },
      make("span.number", String(stage + 1)),
      make("span.name", say(`stage-${name}`)),
      make("span.dots", dots),
    );
  });
  return make("nav.strip", { "aria-label": say("stages") }, parts.stages);
}

/** Return the tabs of a narrow page: one way at a time. */
function tabs() {
  parts.tabs = ways.map((way, number) =>
    make(`button.${way.name}`, { type: "button", onclick: () => goWay(number) }, nameOf(way)),
  );
  return make("div.tabs", { role: "group", "aria-label": say("ways") }, parts.tabs);
}

/** Return the window with the keys. */
function dialog() {
  const keys = [
    "keys-step",
    "keys-stage",
    "keys-way",
    "keys-level",
    "keys-ends",
    "keys-play",
    "keys-language",
    "keys-theme",
    "keys-help",
  ];
  const rows = keys.flatMap((key) => {
    const [names, does] = say(key).split(": ");
    return [
      make(
        "dt",
        names.split(" ").map((name) => make("kbd", name)),
      ),
      make("dd", does),
    ];
  });
  const close = make("button", { type: "button", onclick: () => parts.dialog.close() }, say("close-window"));
  parts.dialog = make(
    "dialog",
    make("h2", say("help")),
    make("p", say("help-more")),
    make("dl", rows),
    make("p.quiet", about()),
    close,
  );
  return parts.dialog;
}

/** Return what the trace says of its making. */
function about() {
  const { version, python, recorder, server } = trace.tool;
  return [say("made-by", { version, python, recorder, server }), ...unusual().map((name) => say(name))].join(" ");
}

/** Return what is unusual about the recording: without speed/, with its secrets, or without the bytes as they came. */
const unusual = () =>
  ["core", "secrets", "rebuilt"].filter((name) => trace.tool[name] ?? trace.request[name]).map((name) => `tool-${name}`);

const help = () => (parts.dialog.open ? parts.dialog.close() : parts.dialog.showModal());

function otherLanguage() {
  state.language = state.language === "ko" ? "en" : "ko";
  build();
  draw();
  parts.language.focus();
}

function otherTheme() {
  [state.theme, state.chosen] = [state.theme === "dark" ? "light" : "dark", true];
  draw();
}

// Drawing: at each step

function draw() {
  const { event: index, stage } = step();
  document.documentElement.dataset.theme = state.theme;
  document.body.classList.toggle("wide", stage < WHOLE_PAGE);
  drawControls(index, stage);
  const shown = stage < WHOLE_PAGE ? [bytesPage(front(), stage)] : ways.map(column);
  const scrolled = new Map(
    Array.from(parts.columns.querySelectorAll("article"), (one) => [
      one.dataset.function,
      one.querySelector(".source")?.scrollTop ?? 0,
    ]),
  );
  parts.columns.replaceChildren(...shown);
  const panel = PANELS[STAGES[stage]];
  parts.panel.hidden = !panel;
  if (panel)
    parts.panel.replaceChildren(
      make("h3", say(`panel-${STAGES[stage]}`), make("small", nameOf(front()))),
      ...[panel(front())].flat(),
    );
  // after the panel, which takes height from the columns
  parts.columns.querySelectorAll("article").forEach((one) => reveal(one, scrolled.get(one.dataset.function)));
  parts.live.textContent = spoken(index, stage);
  remember();
}

/** Bring the controls up to date: status, levels, strip, tabs and scrubber. */
function drawControls(index, stage) {
  const way = front();
  parts.status.textContent = way.error ? way.error.type : (way.status ?? "");
  parts.status.className = `pill s${way.error ? "x" : (way.status ?? "x")[0]}`;
  for (const level of LEVELS) parts[level].setAttribute("aria-pressed", level === state.level);
  for (const [number, tab] of parts.tabs.entries()) tab.setAttribute("aria-pressed", number === state.way);
  for (const [number, button] of parts.stages.entries()) {
    if (number === stage) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
    button.classList.toggle("past", number < stage);
  }
  parts.play.classList.toggle("playing", state.playing !== null);
  parts.back.disabled = state.place === 0;
  parts.next.disabled = state.place === steps().length - 1;
  const count = say("step", { n: state.place + 1, of: steps().length });
  parts.count.textContent = index < 0 ? count : `${count} · ${milliseconds(way.events[index].time)}`;
  Object.assign(parts.scrubber, { max: steps().length - 1, value: state.place });
  parts.scrubber.setAttribute("aria-valuetext", `${count}, ${say(`stage-${STAGES[stage]}`)}`);
  parts.scrubber.style.setProperty("--done", `${(100 * state.place) / Math.max(1, steps().length - 1)}%`);
  parts.scrubber.dataset.way = way.name;
  parts.sentence.replaceChildren(make("h2", say(`stage-${STAGES[stage]}`)), make("p", say(`about-${STAGES[stage]}`)));
}

/** Return the column of a way at the step that is beside the one in front. */
function column(way, number) {
  const place = beside(way);
  const active = number === state.way;
  const title = make(
    "button.title",
    { type: "button", "aria-pressed": active, onclick: () => goWay(number) },
    make("b", nameOf(way)),
    make("small", counts(way)),
  );
  if (place < 0)
    return make(
      `article.${way.name}.empty`,
      title,
      make("div.absent", make("b", say("not-here")), make("p", absence(way, step().stage))),
    );
  const { event: index, stage } = way.steps(state.level)[place];
  const frame = way.frames[index];
  const limits = limitsOf(way);
  const about = make("div.about", place_(way, index, frame), frame ? crumbs(way, frame) : null);
  const body = frame
    ? [source(way, shownOf(way, index)), way.events[index].function === null ? null : locals(frame)]
    : [];
  const failed = way.error
    ? make("p.failed", say("failed", { ...way.error, place: way.place(way.error.function, way.error.line) }))
    : null;
  const article = make(
    `article.${way.name}`,
    title,
    about,
    server(way, index),
    inside(way, stage),
    body,
    failed,
    limits.length ? make("p.limits", limits) : null,
  );
  article.classList.toggle("active", active);
  article.dataset.function = `${number}-${frame?.function}`;
  return article;
}

/** Return the event whose source is shown: the event, or the last one of its frame where it is the server's. */
function shownOf(way, index) {
  let place = index;
  while (way.events[place].function === null && place > 0) place -= 1;
  return place;
}

/** Return where the step is: file and line first, then the zone. */
function place_(way, index, frame) {
  const one = way.events[index];
  const where = frame ? way.place(frame.function, frame.line) : say("the-server");
  return make(
    "p.where",
    make("code", where),
    make(`span.zone.${way.zone(index)}`, say(`zone-${way.zone(index)}`)),
    one.kind === "line" ? null : make("span.kind", say(`kind-${one.kind}`)),
  );
}

/** Return what the server did at a step of its own; null for a step of the application. */
function server(way, index) {
  const one = way.events[index];
  return one.function === null ? make("p.event", remark(way, one)) : null;
}

/** Return how much of the stage is the framework's, at the level that leaves it out; and whether speed/ does it. */
function inside(way, stage) {
  const hidden = way.of(stage).filter((index) => way.zone(index) === "framework").length;
  const quick = way.quick(stage);
  const words = [
    hidden && state.level !== "lines" ? make("span", say("in-framework", { n: hidden })) : null,
    quick.length ? make("span.speed", say("speed", { steps: quick.join(", ") })) : null,
  ];
  return words.some(Boolean) ? make("p.inside", words) : null;
}

const counts = (way) =>
  say("counts", {
    file: `${way.module.split(":")[0].split(".").at(-1)}.py`,
    n: way.events.length,
    functions: way.functions.length,
    time: milliseconds(way.events.at(-1)?.time ?? 0),
  });

/** Return what the trace had to leave out, one sentence each. */
function limitsOf(way) {
  const told = { ...way.limits, threads: way.threads, outside: 0 };
  return Object.entries(told)
    .filter(([, n]) => n)
    .map(([name, n]) => make("span", say(`limit-${name}`, { n })));
}

/** Scroll a source so that its line is in sight: gently, if it was there before. */
function reveal(article, before) {
  const pane = article.querySelector(".source");
  const line = pane?.querySelector(".here");
  if (!line) return;
  line.closest("details")?.setAttribute("open", "");
  pane.scrollTop = before ?? 0;
  const top = line.offsetTop;
  const visible = top > pane.scrollTop + 20 && top + 60 < pane.scrollTop + pane.clientHeight;
  if (!visible)
    pane.scrollTo({
      top: top - pane.clientHeight / 2.6,
      behavior: before === undefined || calm.matches ? "auto" : "smooth",
    });
}

/** Return what is read out at a step: ours.py line 16: return ... */
function spoken(index, stage) {
  const way = front();
  if (index < 0 || way.events[index].function === null) return say(`about-${STAGES[stage]}`);
  const one = way.events[index];
  const told = way.functions[one.function];
  const file = basename(way.files[told.file].path);
  return `${say("spoken", { file, line: one.line })}: ${(told.lines[one.line - told.first] ?? "").trim()} ${remark(way, one)}`;
}

// Keys

const KEYS = {
  ArrowLeft: () => go(state.place - 1),
  ArrowRight: () => go(state.place + 1),
  k: () => go(state.place - 1),
  j: () => go(state.place + 1),
  "[": () => goStage(step().stage - 1, -1),
  "]": () => goStage(step().stage + 1),
  "+": () => goLevel(LEVELS[LEVELS.indexOf(state.level) + 1]),
  "-": () => goLevel(LEVELS[LEVELS.indexOf(state.level) - 1]),
  Home: () => go(0),
  End: () => go(steps().length - 1),
  " ": play,
  l: otherLanguage,
  d: otherTheme,
  "?": help,
  1: () => goWay(0),
  2: () => goWay(1),
  3: () => goWay(2),
};
KEYS["="] = KEYS["+"]; // the same key without Shift

function pressed(press) {
  const act = KEYS[press.key.length === 1 ? press.key.toLowerCase() : press.key];
  const own = press.key === " " && press.target.closest("button, summary"); // Space presses the button that has the focus
  if (!act || own || press.ctrlKey || press.altKey || press.metaKey || (parts.dialog.open && press.key !== "?")) return;
  press.preventDefault();
  act();
}

function start() {
  if (!ways.length) {
    document.body.replaceChildren(make("p.refused", say("refused", { found: trace.xray, version: VERSION })));
    return;
  }
  recall();
  build();
  draw();
  addEventListener("keydown", pressed);
  addEventListener("hashchange", () => {
    recall();
    build();
    draw();
  });
}

start();
