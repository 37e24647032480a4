// The model: what a trace says, and which of its events are steps. Nothing here draws.

const VERSION = 1;
const STAGES = [
  "bytes",
  "environ",
  "mount",
  "enter",
  "route",
  "before",
  "view",
  "answer",
  "after",
  "end",
  "start",
  "send",
  "close",
];
const LEVELS = ["yours", "calls", "lines"];
const WHOLE_PAGE = 2; // the first stages lie before the application runs: they have no events, and take the whole page
const CALLS = new Set(["call", "raise", "unwind"]); // what the level "calls" shows of the framework
const LEAVING = new Set(["return", "yield", "unwind"]); // the frame is left after one of these

/** One event of a trace, with names for its places. */
const event = ([kind, function_, line, depth, time, details]) => ({
  kind,
  function: function_,
  line,
  depth,
  time,
  details: details ?? {},
});

/** One way of answering the request: the events, the frame that each happens in, and the steps of each level. */
class Way {
  constructor(told) {
    Object.assign(this, told);
    this.name = told.way;
    this.events = told.events.map(event);
    this.frames = framesOf(this.events);
    this.kept = new Map();
  }

  /** Return where the code of an event comes from: yours, framework, or server for what the server does. */
  zone(index) {
    const function_ = this.events[index].function;
    return function_ === null ? "server" : this.files[this.functions[function_].file].zone;
  }

  /** Return the steps of a level: pairs of an event and its stage. The first two stages have no event. */
  steps(level) {
    if (!this.kept.has(level)) {
      const before = Array.from({ length: WHOLE_PAGE }, (_, stage) => ({ event: -1, stage }));
      const shown = this.events.map((_, index) => index).filter((index) => this.shows(index, level));
      this.kept.set(level, [...before, ...shown.map((index) => ({ event: index, stage: this.stage[index] }))]);
    }
    return this.kept.get(level);
  }

  /** Return whether an event is a step of a level. At "yours" a stage without a line of yours is one step. */
  shows(index, level) {
    if (level === "lines" || this.zone(index) !== "framework") return true;
    if (level === "calls") return CALLS.has(this.events[index].kind);
    return this.opening().has(index);
  }

  /** Return the first event of each stage that is the framework's alone. */
  opening() {
    const alone = (all) => all.length > 0 && all.every((one) => this.zone(one) === "framework");
    this.opened ??= new Set(
      STAGES.map((_, stage) => this.of(stage))
        .filter(alone)
        .map(([first]) => first),
    );
    return this.opened;
  }

  /** Return the events of a stage. */
  of(stage) {
    this.staged ??= STAGES.map((_, wanted) => this.stage.flatMap((found, index) => (found === wanted ? [index] : [])));
    return this.staged[stage];
  }

  /** Return the step that a jump to a stage goes to: your first line there, else its first step; or -1. */
  entrance(stage, level) {
    const steps = this.steps(level);
    const yours = (step) =>
      step.stage === stage &&
      step.event >= 0 &&
      this.zone(step.event) === "yours" &&
      this.events[step.event].kind === "line";
    const found = steps.findIndex(yours);
    return found >= 0 ? found : steps.findIndex((step) => step.stage === stage);
  }

  /** Return the lines that have run in the frame of an event, up to that event, or to the end of the frame. */
  ran(index, whole = false) {
    const { function: function_, depth } = this.events[index];
    const lines = new Set();
    for (let place = index + 1; whole && place < this.events.length; place += 1) {
      const one = this.events[place];
      if (one.function !== function_ || one.depth !== depth) continue;
      if (one.kind === "line") lines.add(one.line);
      if (LEAVING.has(one.kind)) break;
    }
    for (let place = index; place >= 0; place -= 1) {
      const one = this.events[place];
      if (one.function !== function_ || one.depth !== depth) continue;
      if (one.kind === "line") lines.add(one.line);
      if (one.kind === "call") break;
    }
    return lines;
  }

  /** Return the steps of the core that functions of speed/ stand for in a stage. */
  quick(stage) {
    const called = this.of(stage)
      .map((index) => this.events[index])
      .filter((one) => one.kind === "call");
    return [...new Set(called.flatMap((one) => this.functions[one.function].speed ?? []))];
  }

  /** Return the prefix that a mount has taken off the path; "" if there was no mount. */
  prefix() {
    const mounting = this.frames.filter((frame) => frame && this.functions[frame.function].name === "Mount.__call__");
    return (
      mounting
        .map((frame) => frame.locals.prefix ?? "")
        .at(-1)
        ?.slice(1, -1) ?? ""
    );
  }

  /** Return where a function or a line stands, as people write it: ours.py:16. */
  place(function_, line) {
    if (function_ === null || function_ === undefined) return "";
    return `${basename(this.files[this.functions[function_].file].path)}:${line ?? this.functions[function_].first}`;
  }
}

const basename = (path) => path.slice(path.lastIndexOf("/") + 1);

/**
 * Return the frame that each event happens in. A frame is never changed: an event that changes it makes a new one, and
 * each knows the frame that called it. So a step back is as cheap as a step forward, and nothing is replayed.
 */
function framesOf(events) {
  const asleep = new Map(); // the locals of generators that have yielded, by function and depth
  let top = null;
  return events.map((one) => {
    if (one.function === null) return top;
    const begins = one.kind === "call" || one.kind === "resume";
    while (top && (begins ? top.depth >= one.depth : top.depth > one.depth)) top = top.caller;
    if (begins || top?.function !== one.function) {
      const locals = one.kind === "resume" ? asleep.get(one.function) : {};
      top = { function: one.function, depth: one.depth, locals: locals ?? {}, caller: top };
    }
    const set = one.details.args ?? one.details.set ?? {};
    const locals = { ...top.locals, ...set };
    for (const name of one.details.gone ?? []) delete locals[name];
    top = { ...top, line: one.line, locals, changed: new Set(Object.keys(set)) };
    const frame = top;
    if (one.kind === "yield") asleep.set(one.function, locals);
    if (LEAVING.has(one.kind)) top = top.caller;
    return frame;
  });
}

/** Return the bytes of a latin-1 text, read as UTF-8; a byte that is not UTF-8, or not a letter, is shown as \xNN. */
function readable(text) {
  return text
    .replace(/[\x80-\xff]+/g, (run) => {
      try {
        return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(run, (one) => one.charCodeAt(0)));
      } catch {
        return hexadecimal(run);
      }
    })
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/g, hexadecimal);
}

const hexadecimal = (bytes) =>
  Array.from(bytes, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");

/** Return the parts of a request: name, text, what it is, the place of its first byte, and that behind its last. */
function partsOf(bytes) {
  const end = bytes.indexOf("\r\n\r\n");
  const head = end < 0 ? bytes : bytes.slice(0, end);
  const rows = [];
  let from = 0;
  for (const [number, line] of head.split("\r\n").entries()) {
    const words = number === 0 ? ["method", "target", "version"] : [];
    let at = from;
    for (const [place, word] of line.split(" ").entries()) {
      if (words[place]) rows.push([words[place], word, "request-line", at, at + word.length]);
      at += word.length + 1;
    }
    const colon = line.indexOf(":");
    if (number > 0) rows.push([line.slice(0, colon), line.slice(colon + 1).trim(), "header", from, from + line.length]);
    from += line.length + 2;
  }
  if (end >= 0) rows.push(["empty-line", "", "empty-line", end + 2, end + 4]);
  if (end >= 0 && bytes.length > end + 4) rows.push(["body", bytes.slice(end + 4), "body", end + 4, bytes.length]);
  return rows;
}
