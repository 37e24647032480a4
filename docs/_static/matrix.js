// A table of servers: one cell of it is a button, the arrow keys go from cell to cell, and Enter shows how to repeat it.
"use strict";

const SAID = document.documentElement.lang === "ko"
  ? { panel: "이 칸을 재현하는 방법", program: "프로그램", terminal: "터미널", listing: "프로그램 전체 보기", close: "닫기" }
  : { panel: "How to repeat this cell", program: "The program", terminal: "Terminal", listing: "See the whole program", close: "Close" };

/** Return an element with a class, a text and children. */
function made(tag, name, text, ...children) {
  const one = document.createElement(tag);
  if (name) one.className = name;
  if (text) one.textContent = text;
  one.append(...children);
  return one;
}

/** Return a block of commands as the book has them, under the name of their terminal. */
function terminal(number, commands) {
  const pre = made("pre");
  for (const command of commands) {
    pre.append(made("span", "gp", "$ "), made("span", "", command), "\n");
  }
  const block = made("div", "highlight-console notranslate", "", made("div", "highlight", "", pre));
  commandsOf(pre).forEach(addButton); // copy.js
  return made("div", "", "", made("p", "", "", made("strong", "", `${SAID.terminal} ${number}`)), block);
}

/** Return what a panel says of a cell: its program, and the commands. */
function contents(facts, row, way, link) {
  const source = made("div", "highlight-python notranslate");
  source.innerHTML = facts.sources[row.callable]; // the project's own program, coloured when the book was made
  const { commands, port } = facts.ways[way];
  const asked = row.asked.map((command) => command.replaceAll("PORT", port));
  const listing = made("a", "", SAID.listing);
  listing.href = link.href;
  return [
    made("p", "", "", made("strong", "", SAID.program)), source,
    ...commands.map((command, place) => terminal(place + 1, [command])),
    terminal(commands.length + 1, asked),
    made("p", "", "", listing),
  ];
}

/** Close the panel of a table, if one is open; return the cell that it belonged to. */
function close(table) {
  const cell = table.querySelector("[aria-expanded=true]");
  cell?.setAttribute("aria-expanded", "false");
  table.querySelector(".panel")?.remove();
  return cell;
}

/** Open the panel of a cell below its row, or close it. */
function toggle(table, cell, facts, row, way) {
  if (close(table) === cell) return;
  const line = cell.parentElement;
  const button = made("button", "close", SAID.close);
  button.type = "button";
  button.addEventListener("click", () => close(table).focus());
  const heads = table.tHead.rows[0].cells;
  const title = made("p", "panel-title", `${heads[cell.cellIndex].textContent}: ${cell.textContent}`);
  const inside = made("div", "panel-inside", "", button, title, ...contents(facts, row, way, line.querySelector("td a code").parentElement));
  inside.setAttribute("role", "region");
  inside.setAttribute("aria-label", SAID.panel);
  const place = made("td", "", "", inside);
  place.colSpan = line.cells.length;
  line.after(made("tr", "panel", "", place));
  cell.setAttribute("aria-expanded", "true");
}

const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

/** Let the cells of a table be chosen, by the mouse and by the keyboard. */
function choosable(table, facts, rows) {
  const cells = Array.from(table.tBodies[0].rows, (line) => Array.from(line.cells).slice(1, 1 + facts.ways.length));
  const go = (cell) => {
    table.querySelector("td[tabindex='0']").tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
  };
  cells.forEach((line, down) => line.forEach((cell, right) => {
    cell.tabIndex = down || right ? -1 : 0;
    cell.setAttribute("aria-expanded", "false");
    cell.addEventListener("click", () => { go(cell); toggle(table, cell, facts, rows[down], right); });
    cell.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (step) {
        const next = cells[down + step[0]]?.[right + step[1]];
        if (next) go(next);
      } else if (event.key === "Enter" || event.key === " ") {
        toggle(table, cell, facts, rows[down], right);
      } else if (event.key === "Escape") {
        close(table);
      } else {
        return;
      }
      event.preventDefault();
    });
  }));
}

document.addEventListener("DOMContentLoaded", () => {
  const facts = document.getElementById("matrix");
  if (!facts) return;
  const { tables, ...others } = JSON.parse(facts.textContent);
  document.querySelectorAll("table.matrix").forEach((table, place) => choosable(table, others, tables[place]));
});
