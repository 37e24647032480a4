// The parts of the page that are made anew for each step: source, locals, and the panel of a stage.

const KEYWORDS =
  /^(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|match|None|nonlocal|not|or|pass|raise|return|True|False|try|while|with|yield)$/;
const SHOWN = 160; // characters of a value in a table
const TOKENS =
  /(#.*)|([rbfuRBFU]{0,2}(?:""".*?(?:"""|$)|'''.*?(?:'''|$)|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?))|(@?[A-Za-z_]\w*)|(\d[\w.]*)|([^#"'@\w]+|.)/g;

/** Make an element: make("td.name", {title: "x"}, "text", another). Text is always text: no markup is read. */
function make(what, ...inside) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  element.className = classes.join(" ");
  for (const one of inside.flat(Infinity)) {
    if (one instanceof Node || typeof one === "string") element.append(one);
    else if (one) for (const [name, value] of Object.entries(one)) attribute(element, name, value);
  }
  return element;
}

/** Give an element an attribute, or a listener for a name such as onclick. */
function attribute(element, name, value) {
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
}

/** Return a line of Python as coloured pieces. */
function coloured(line) {
  return Array.from(line.matchAll(TOKENS), ([text, comment, string, word, number]) => {
    if (comment) return make("i.comment", text);
    if (string) return make("i.string", text);
    if (number) return make("i.number", text);
    return word && (KEYWORDS.test(word) || word.startsWith("@")) ? make("i.keyword", text) : text;
  });
}

/** Return the source of the function of an event: the line marked, lines that have run tinted, the docstring folded. */
function source(way, index) {
  const one = way.events[index];
  const told = way.functions[one.function];
  const ran = way.ran(index, state.level === "yours" && way.zone(index) === "framework");
  const indent = Math.min(...told.lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  const row = (text, place) => {
    const number = told.first + place;
    const here = number === one.line;
    const mark = { "aria-current": here && "true", class: `row${ran.has(number) ? " ran" : ""}${here ? " here" : ""}` };
    const note = here ? remark(way, one) : null;
    return make(
      "li",
      mark,
      make("b", String(number)),
      make("code", coloured(text.slice(indent))),
      note && make("span.note", note),
    );
  };
  const rows = told.lines.map(row);
  if (told.doc) {
    const [first, last] = [told.doc[0] - told.first, told.doc[1] - told.first];
    const folded = rows.slice(first, last + 1);
    if (last > first)
      rows.splice(
        first,
        folded.length,
        make("li.doc", make("details", make("summary", `“${told.about ?? "…"}”`), make("ol", folded))),
      );
  }
  return make("ol.source", { tabindex: 0, "aria-label": told.name }, rows);
}

/** Return what an event did, beside what its line says; "" for a plain line. */
function remark(way, one) {
  const { kind, details } = one;
  if (kind === "call") return details.by ? say("called-by", { place: way.place(...details.by) }) : say("called");
  if (kind === "return" || kind === "yield") return say(kind, { value: details.value ?? "None" });
  if (kind === "raise") return say("raise", { type: details.type, text: details.text ?? "" });
  if (kind === "fold") return say("fold", { n: details.lines });
  if (kind === "close") return say(details.called ? "closed" : "not-closed");
  return kind === "line" ? "" : say(kind, details);
}

/** Return the locals of a frame: those that this step has changed are bold and carry a dot. */
function locals(frame) {
  const names = Object.keys(frame.locals).filter((name) => name !== "self" || state.level === "lines");
  const rows = names.map((name) => {
    const changed = frame.changed.has(name);
    return make(
      changed ? "div.changed" : "div",
      make("dt", { title: changed && say("changed") }, name),
      make("dd", frame.locals[name]),
    );
  });
  return make("dl.locals", { "aria-label": say("locals") }, rows.length ? rows : make("p.quiet", say("no-locals")));
}

/** Return the last calls that led to a frame, the outermost first. */
function crumbs(way, frame) {
  const names = [];
  for (let one = frame; one; one = one.caller) names.unshift(way.functions[one.function].name);
  const last = names.slice(-4).map((name) => make("span", name));
  return make("p.crumbs", { "aria-label": say("calls") }, names.length > 4 ? make("span", "…") : null, last);
}

/** Return a table with a heading. */
function table(kind, heads, rows) {
  const head = make(
    "tr",
    heads.map((name) => make("th", { scope: "col" }, name)),
  );
  return make("div.scroll", make(`table.${kind}`, make("thead", head), make("tbody", rows)));
}

const PANELS = { mount, route, answer: headers, after: headers, start: headers, send: chunks, close: closed };

/** Return SCRIPT_NAME and PATH_INFO before the mount and after it. */
function mount(way) {
  const before = Object.fromEntries(way.environ.map(([key, text]) => [key, text]));
  const names = ["SCRIPT_NAME", "PATH_INFO"];
  const prefix = way.prefix();
  const after = {
    SCRIPT_NAME: (before.SCRIPT_NAME ?? "") + prefix,
    PATH_INFO: (before.PATH_INFO ?? "").slice(prefix.length),
  };
  const rows = names.map((name) =>
    make("tr", make("th", { scope: "row" }, name), make("td", quoted(before[name])), make("td", quoted(after[name]))),
  );
  return table("mount", ["", say("before-mount"), say("after-mount")], rows);
}

/** Return a text of environ as Python writes it, so that an empty one can be seen. */
const quoted = (text) => (text === undefined ? say("absent-key") : `"${readable(text)}"`);

/** Return the rules in the order of the router, each with its verdict and the reason. */
function route(way) {
  if (!way.candidates?.length) return make("p.quiet", say(way.candidates ? "no-rules" : "no-candidates"));
  const rows = way.candidates.map(([rule, verdict, code, values]) => {
    const kind = verdict === "refused" ? "refused-rule" : verdict.replace(" ", "-");
    return make(
      `tr.${kind}`,
      make("td", make("span.verdict", say(kind))),
      make("td", make("code", rule)),
      make("td", because(code, values)),
    );
  });
  return table("rules", [say("verdict"), say("rule"), say("why")], rows);
}

/** Return the reason of a verdict. A trace may know no converter, or no pattern of it. */
function because(code, values) {
  const lists = Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]);
  const plain = code === "converter" && !values.converter ? (values.regex ? "-pattern" : "-value") : "";
  return say(`why-${code}${plain}`, Object.fromEntries(lists));
}

/** Return the headers of the response, each with who set it. A place is a button: it leads to the step of that line. */
function headers(way) {
  const rows = way.setters.map(([name, text, function_, line, how]) => {
    const place = way.place(function_, line);
    const who = place
      ? make(
          "button.place",
          { onclick: () => find(way, function_, line) },
          place,
          make("span", way.functions[function_].name),
        )
      : "";
    return make(
      "tr",
      make("th", { scope: "row" }, name),
      make("td", make("code", readable(text))),
      make("td", make("span.how", say(`how-${how}`)), who),
    );
  });
  return [
    make("p.status", make("b", way.status ?? "")),
    table("headers", [say("header"), say("value"), say("set-by")], rows),
  ];
}

/** Return what the server took from the body, chunk by chunk; then what a real server wrote to the socket. */
function chunks(way) {
  const all = way.events.filter((one) => one.kind === "chunk");
  const rows = all.map(({ details, time }, place) =>
    make(
      "tr",
      make("td", String(place + 1)),
      make("td", say("n-bytes", { n: details.bytes })),
      make("td", milliseconds(time)),
      make("td", make("code", readable(details.text ?? ""))),
    ),
  );
  const sent = trace.reply ? [make("h3", say("reply")), make("pre.bytes", written(trace.reply.bytes, []))] : [];
  return [
    rows.length
      ? table("chunks", ["#", say("size"), say("time"), say("text")], rows)
      : make("p.quiet", say("no-chunks")),
    ...sent,
  ];
}

/** Return what was closed at the end, and the functions that ran because of it. */
function closed(way) {
  const all = way.of(STAGES.indexOf("close")).map((index) => way.events[index]);
  const ran = all
    .filter((one) => one.kind === "call")
    .map((one) => make("li", make("code", way.functions[one.function].name), ` ${way.place(one.function)}`));
  return [...all.filter((one) => one.kind === "close").map((one) => make("p", remark(way, one))), make("ul", ran)];
}

/** Return bytes as a reader can see them: line ends as small boxes, UTF-8 as its letters; cut at given places. */
function written(bytes, cuts) {
  const places = [...new Set([0, ...cuts, bytes.length])]
    .filter((one) => one <= bytes.length)
    .sort((one, other) => one - other);
  return places.slice(0, -1).map((from, number) => {
    const pieces = bytes.slice(from, places[number + 1]).split(/(\r\n)/);
    const shown = pieces.map((piece) =>
      piece === "\r\n"
        ? [make("span.crlf", { title: "CR LF" }, make("b", "CR"), make("b", "LF")), "\n"]
        : readable(piece),
    );
    return make("span.piece", { "data-from": from }, shown);
  });
}

/** Return the page of the first two stages: the bytes, and a table of what they are; a row marks its bytes. */
function bytesPage(way, stage) {
  const bytes = trace.request.bytes;
  const parts = stage === 0 ? partsOf(bytes) : way.environ;
  const known = (place) => Number.isInteger(place) && place >= 0;
  const cuts = parts.flatMap(([, , , first, last]) => (known(first) ? [first, last] : []));
  const text = make("pre.bytes", { tabindex: 0, "aria-label": say("stage-bytes") }, written(bytes, cuts));
  const mark = (first, last) =>
    text.querySelectorAll(".piece").forEach((piece) => {
      const from = Number(piece.dataset.from);
      piece.classList.toggle("marked", known(first) && from >= first && from < last);
    });
  const rows = parts.map(([name, value, origin, first, last]) => {
    const on = () => mark(first, last);
    const off = () => mark(-1, -1);
    const code = origin?.code ?? origin ?? "other";
    const shown = name === "empty-line" ? make("span.quiet", "CR LF") : make("code", readable(shortened(value)));
    const label = stage === 0 && code !== "header" ? say(`part-${name}`) : name;
    const listeners = { tabindex: 0, onmouseenter: on, onmouseleave: off, onfocus: on, onblur: off };
    return make(
      `tr.${code}`,
      listeners,
      make("th", { scope: "row" }, label),
      make("td", shown),
      make("td", make("span.origin", say(`from-${code}`, { name: origin?.name ?? "" }))),
    );
  });
  const { length, truncated } = trace.request;
  const count = say("n-bytes", { n: length }) + (truncated ? ` · ${say("truncated")}` : "");
  const left = make("section.card", make("h3", say("sent-bytes"), make("small", count)), text);
  const right = make(
    "section.card",
    make("h3", say(stage === 0 ? "its-parts" : "the-environ"), make("small", say("hover"))),
    table("environ", [say(stage === 0 ? "part" : "key"), say("value"), say("origin")], rows),
  );
  return make("div.whole", left, right);
}

/** Return the beginning of a long text: the bytes at the left have all of it. */
const shortened = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text);

/** Return why a way has no such stage: what the trace says, or what is known of the way. */
function absence(way, stage) {
  const name = STAGES[stage];
  const kind = way.name === "raw" ? "hand" : way.framework ? "framework" : "hand";
  return say(way.absent?.[name] ?? [`absent-${kind}-${name}`, `absent-${name}`, "absent"].find((key) => key in texts));
}
