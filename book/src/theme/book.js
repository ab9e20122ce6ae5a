/* The one script of the book: colours, contents on small screens, where you are, copy buttons, search.
   It fetches nothing but search-index.js beside the page, so it works from file:// too. Without it the
   book is complete but for these; what needs it is hidden in the page until it runs. */
"use strict";

(() => {
  const root = document.documentElement;
  const wantsDark = matchMedia("(prefers-color-scheme: dark)");

  /* Storage can be forbidden, for files above all; then a choice lasts as long as the page. */
  const memory = {
    get(key) {
      try { return localStorage.getItem(key); } catch { return null; }
    },
    set(key, value) {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch { /* the page is right already, only the next one will not know */ }
    },
  };

  const SCHEME = "slipway-book-colours";
  const system = () => (wantsDark.matches ? "dark" : "light");
  const scheme = () => root.dataset.scheme || system();

  /* What the system wants needs no remembering: the book then follows it again. */
  function choose(wanted) {
    const choice = wanted === system() ? null : wanted;
    if (choice) root.dataset.scheme = choice;
    else delete root.dataset.scheme;
    memory.set(SCHEME, choice);
  }

  /* Before anything is painted, else a dark page flashes white. */
  root.classList.add("script");
  const remembered = memory.get(SCHEME);
  if (remembered === "dark" || remembered === "light") root.dataset.scheme = remembered;

  function colours() {
    const button = document.getElementById("colours");
    const label = () => {
      const other = scheme() === "dark" ? "light" : "dark";
      button.textContent = other === "dark" ? "Dark" : "Light";
      button.setAttribute("aria-label", `Show the book in ${other} colours`);
    };
    button.addEventListener("click", () => {
      choose(scheme() === "dark" ? "light" : "dark");
      label();
    });
    wantsDark.addEventListener("change", label);
    label();
    button.hidden = false;
  }

  function contents() {
    const button = document.getElementById("menu");
    const nav = document.getElementById("contents");
    const open = (yes) => {
      root.classList.toggle("menu-open", yes);
      button.setAttribute("aria-expanded", String(yes));
    };
    button.addEventListener("click", () => open(!root.classList.contains("menu-open")));
    nav.addEventListener("click", (event) => {
      if (event.target.closest("a")) open(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && root.classList.contains("menu-open")) {
        open(false);
        button.focus();
      }
    });
    button.hidden = false;
    nav.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest" });
  }

  /* Marks in the contents the section that is being read: the last whose heading has passed by. */
  function place() {
    const links = new Map();
    for (const link of document.querySelectorAll("#contents li li a")) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    let current = null;
    const mark = () => {
      let passed = null;
      for (const heading of links.keys()) {
        if (heading.getBoundingClientRect().top > innerHeight / 4) break;
        passed = heading;
      }
      if (passed === current) return;
      links.get(current)?.removeAttribute("aria-current");
      current = passed;
      links.get(current)?.setAttribute("aria-current", "location");
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }

  /* A copy is what a reader types or runs: no prompts, no numbers of remarks. A screen with commands
     on it gives the commands alone. */
  function textToCopy(code) {
    const typed = [...code.querySelectorAll(".typed")].map((line) => line.textContent);
    if (typed.length > 0) return typed.join("\n");
    const plain = code.cloneNode(true);
    plain.querySelectorAll(".conum, .conum + b").forEach((number) => number.remove());
    return plain.textContent.replace(/[ \t]+$/gm, "");
  }

  /* The clipboard's own interface is for secure pages; a file may be none. */
  async function copy(text) {
    if (navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch { /* then by the old way */ }
    }
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  function copyButtons() {
    for (const code of document.querySelectorAll(".listingblock pre")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        const done = await copy(textToCopy(code.querySelector("code") || code));
        button.focus();
        button.textContent = done ? "Copied" : "Select it and press Ctrl-C";
        button.classList.add("done");
        setTimeout(() => {
          button.textContent = "Copy";
          button.classList.remove("done");
        }, 2000);
      });
      code.parentElement.append(button);
    }
  }

  /* Paper cannot be clicked: answers are printed open, and closed again afterwards. */
  function printing() {
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("details:not([open])")];
      opened.forEach((box) => { box.open = true; });
    });
    addEventListener("afterprint", () => {
      opened.forEach((box) => { box.open = false; });
      opened = [];
    });
  }

  /* An answer that a link leads into opens by itself. */
  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let box = target?.closest("details"); box; box = box.parentElement.closest("details")) {
      box.open = true;
    }
  }

  const fold = (text) => text.toLowerCase();

  /* Every word must occur. What stands in a title weighs most, then a whole word, then how often. */
  function score(entry, words) {
    const title = fold(entry.title);
    const text = fold(entry.text);
    let sum = 0;
    for (const word of words) {
      const inTitle = title.indexOf(word);
      let times = 0;
      let whole = 0;
      for (let at = text.indexOf(word); at >= 0 && times < 5; at = text.indexOf(word, at + word.length)) {
        times++;
        const before = text[at - 1] || " ";
        if (!/[\p{L}\p{N}_]/u.test(before)) whole = 8;
      }
      if (inTitle < 0 && times === 0) return 0;
      sum += times + whole + (inTitle < 0 ? 0 : 30) + (inTitle === 0 ? 10 : 0);
    }
    const phrase = words.join(" ");
    if (words.length > 1 && title.includes(phrase)) sum += 40;
    if (words.length > 1 && text.includes(phrase)) sum += 20;
    return sum;
  }

  /* The text around the first word that is found, with all of them marked. */
  function excerpt(text, words) {
    const around = 70;
    const folded = fold(text);
    const first = words.map((word) => folded.indexOf(word)).filter((at) => at >= 0);
    const at = first.length === 0 ? 0 : Math.min(...first);
    let from = Math.max(0, at - around);
    if (from > 0) from = text.indexOf(" ", from) + 1;
    let to = Math.min(text.length, at + 2 * around);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), at);
    const span = document.createElement("span");
    span.append(from > 0 ? "… " : "", ...marked(text.slice(from, to), words), to < text.length ? " …" : "");
    return span;
  }

  function marked(text, words) {
    const quoted = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return text.split(new RegExp(`(${quoted.join("|")})`, "giu")).map((part, i) => {
      if (i % 2 === 0) return part;
      const mark = document.createElement("mark");
      mark.textContent = part;
      return mark;
    });
  }

  /* A script and not data, because a page of file:// may not read its neighbours. */
  let index = null;
  function load() {
    index ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = "search-index.js";
      script.onload = () => resolve(window.slipwaySearch);
      script.onerror = () => reject(new Error("search-index.js is missing beside this page"));
      document.head.append(script);
    });
    return index;
  }

  function search() {
    const most = 12;
    const form = document.querySelector(".search");
    const input = form.querySelector("input");
    const panel = form.querySelector(".hits");
    const list = panel.querySelector("ul");
    const status = panel.querySelector("p");
    let chosen = -1;

    const close = () => {
      panel.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      chosen = -1;
    };

    const select = (wanted) => {
      const hits = list.children;
      if (hits.length === 0) return;
      hits[chosen]?.setAttribute("aria-selected", "false");
      chosen = (wanted + hits.length) % hits.length;
      hits[chosen].setAttribute("aria-selected", "true");
      hits[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", hits[chosen].id);
    };

    const hit = ({ entry }, i, words) => {
      const item = document.createElement("li");
      item.id = `hit-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const link = document.createElement("a");
      link.href = entry.id ? `${entry.page}#${encodeURIComponent(entry.id)}` : entry.page;
      link.tabIndex = -1;
      const title = document.createElement("b");
      title.append(...marked(entry.title, words));
      const chapter = document.createElement("small");
      chapter.textContent = entry.chapter;
      link.append(title, chapter, excerpt(entry.text, words));
      link.addEventListener("click", close);
      item.append(link);
      return item;
    };

    const show = async () => {
      const asked = input.value.trim();
      if (asked === "") return close();
      const words = [...new Set(fold(asked).split(/\s+/))];
      let entries;
      try {
        entries = await load();
      } catch (problem) {
        status.textContent = `Search does not work: ${problem.message}.`;
        entries = null;
      }
      if (input.value.trim() !== asked) return;
      list.replaceChildren();
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      panel.hidden = false;
      input.setAttribute("aria-expanded", "true");
      if (entries === null) return;
      const found = entries
        .map((entry, order) => ({ entry, order, weight: score(entry, words) }))
        .filter((one) => one.weight > 0)
        .sort((a, b) => b.weight - a.weight || a.order - b.order);
      const shown = found.slice(0, most);
      list.append(...shown.map((one, i) => hit(one, i, words)));
      status.textContent = found.length === 0
        ? `Nothing in the book has “${asked}”. Try a shorter word.`
        : found.length === 1 ? "One section has it."
        : found.length <= most ? `${found.length} sections have it.`
        : `${found.length} sections have it; the best ${most}:`;
    };

    input.addEventListener("focus", () => { load().catch(() => { index = null; }); });
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (panel.hidden) show();
        else select(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
      } else if (event.key === "Escape") {
        event.stopPropagation();
        if (panel.hidden) input.blur();
        else close();
      }
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (chosen < 0) await show();
      list.children[Math.max(chosen, 0)]?.querySelector("a").click();
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    panel.addEventListener("mousedown", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
        input.select();
      }
    });
    form.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    colours();
    contents();
    place();
    copyButtons();
    printing();
    search();
    openTarget();
    addEventListener("hashchange", openTarget);
  });
})();
