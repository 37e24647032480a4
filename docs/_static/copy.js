// Each command of a console block gets a button that copies it: without the prompt, and without what it prints.
"use strict";

const WORDS = document.documentElement.lang === "ko"
  ? { copy: "복사", copied: "복사했습니다", label: "이 명령을 복사합니다" }
  : { copy: "Copy", copied: "Copied", label: "Copy this command" };
const LONGEST = 32; // letters of a word that fits into a line on a phone

/** Return the commands of a block: each prompt, and the text from it to the next line that is output or another prompt. */
function commandsOf(block) {
  const commands = [];
  let current = null;
  for (const node of block.childNodes) {
    const kind = node.className || "";
    if (kind === "gp" && node.textContent.startsWith("$")) {
      current = { prompt: node, text: "" };
      commands.push(current);
    } else if (current && (kind !== "go" || isHereDocument(current.text))) {
      current.text += node.textContent;
    } else {
      current = null;
    }
  }
  return commands.map(({ prompt, text }) => ({ prompt, text: upToItsEnd(text) }));
}

/** Return whether a command goes on in the lines below it: a here-document is open. */
function isHereDocument(text) {
  const word = /<<-?\s*['"]?(\w+)/.exec(text);
  return word !== null && !text.split("\n").slice(1).includes(word[1]);
}

/** Return a command without what stands below the end of its here-document. */
function upToItsEnd(text) {
  const word = /<<-?\s*['"]?(\w+)/.exec(text);
  const lines = text.split("\n");
  return word ? lines.slice(0, lines.indexOf(word[1], 1) + 1).join("\n") : text;
}

/** Put a button in front of a command. */
function addButton({ prompt, text }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy-command";
  button.title = WORDS.label;
  button.setAttribute("aria-label", WORDS.label);
  button.textContent = WORDS.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.trim());
    button.textContent = WORDS.copied;
    setTimeout(() => { button.textContent = WORDS.copy; }, 1500);
  });
  prompt.before(button);
}

/** Keep each word that has a hyphen whole: a line of the page does not end inside an option or the name of a header. */
function keepWords(block) {
  const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode);
  for (const text of texts.filter((one) => !one.parentElement.closest(".go"))) {
    text.replaceWith(...text.data.split(/(\S+)/).map((word) => {
      if (!word.includes("-") || word.length > LONGEST) return word;
      const whole = document.createElement("span");
      whole.className = "whole";
      whole.textContent = word;
      return whole;
    }));
  }
}

document.addEventListener("DOMContentLoaded", () => {
  for (const word of document.querySelectorAll("article code .pre")) {
    word.classList.toggle("whole", word.textContent.length <= LONGEST);
  }
  for (const block of document.querySelectorAll(".highlight-console pre")) {
    keepWords(block);
    commandsOf(block).forEach(addButton);
  }
});
