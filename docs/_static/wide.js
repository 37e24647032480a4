// A table or a drawing that is wider than its place says so, and can be scrolled by the keyboard. A listing fades where it goes on.
"use strict";

const SCROLL = document.documentElement.lang === "ko" ? "옆으로 넘겨 보세요" : "Scroll sideways";

/** Show or hide the hint of a box, and mark the side at which more of it is. */
function look(box) {
  const hidden = box.scrollWidth - box.clientWidth;
  const isWide = hidden > 1;
  box.classList.toggle("is-wide", isWide);
  box.classList.toggle("has-more", isWide && box.scrollLeft < hidden - 1);
  box.classList.toggle("was-scrolled", isWide && box.scrollLeft > 1);
  if (box.hint) box.hint.hidden = !isWide;
  if (isWide) box.tabIndex = 0; else box.removeAttribute("tabindex");
}

/** Put a hint above the box of a table or a drawing, to be shown when it is wide. */
function addHint(box) {
  box.hint = document.createElement("p");
  box.hint.className = "scroll-hint";
  box.hint.textContent = `${SCROLL} ↔`;
  box.before(box.hint);
  const names = Array.from(box.querySelectorAll("tbody td:first-child"), (cell) => cell.textContent.length);
  box.classList.toggle("has-sentences", Math.max(...names) > 25);
}

/** Watch the box of a table, a drawing or a listing. */
function watch(box) {
  box.style.setProperty("--place", `${box.clientWidth}px`);
  box.addEventListener("scroll", () => look(box), { passive: true });
  new ResizeObserver(() => { box.style.setProperty("--place", `${box.clientWidth}px`); look(box); }).observe(box);
}

document.addEventListener("DOMContentLoaded", () => {
  const boxes = document.querySelectorAll("article .table-wrapper, article p:has(> img[src$='.svg']:only-child)");
  boxes.forEach(addHint);
  [...boxes, ...document.querySelectorAll("article .highlight > pre")].forEach(watch);
});
