// A table or a drawing that is wider than its place says so, and can be scrolled by the keyboard.
"use strict";

const SCROLL = document.documentElement.lang === "ko" ? "옆으로 넘겨 보세요" : "Scroll sideways";

/** Show or hide the hint of a box, and mark the side at which more of it is. */
function look(box) {
  const hidden = box.scrollWidth - box.clientWidth;
  const isWide = hidden > 1;
  box.classList.toggle("is-wide", isWide);
  box.classList.toggle("has-more", isWide && box.scrollLeft < hidden - 1);
  box.classList.toggle("was-scrolled", isWide && box.scrollLeft > 1);
  box.previousElementSibling.hidden = !isWide;
  if (isWide) box.tabIndex = 0; else box.removeAttribute("tabindex");
}

/** Watch the box of a table or a drawing. */
function watch(box) {
  const hint = document.createElement("p");
  hint.className = "scroll-hint";
  hint.textContent = `${SCROLL} ↔`;
  box.before(hint);
  box.style.setProperty("--place", `${box.clientWidth}px`);
  box.addEventListener("scroll", () => look(box), { passive: true });
  new ResizeObserver(() => { box.style.setProperty("--place", `${box.clientWidth}px`); look(box); }).observe(box);
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("article .table-wrapper, article p:has(> img[src$='.svg']:only-child)").forEach(watch);
});
