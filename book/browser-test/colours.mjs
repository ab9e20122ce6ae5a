// Light and dark: the choice, and whether everything can be read in both.

import { tooFaint } from "./contrast.mjs";

const isDark = (page) => page.evaluate(() => {
  const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
  return red + green + blue < 3 * 128;
});

export const colours = {
  async "the book is as light or dark as the system, until the reader chooses"(book, problem) {
    for (const system of ["light", "dark"]) {
      const page = await book.open("index.html", { colorScheme: system });
      if (await isDark(page) !== (system === "dark")) problem(`the system is ${system}, the book is not`);
      await page.click("#colours");
      if (await isDark(page) === (system === "dark")) problem(`the switch does not lead away from ${system}`);
      await page.reload();
      if (await isDark(page) === (system === "dark")) problem("the choice is forgotten by the next load");
      await page.goto(book.address(book.files.at(-1)));
      if (await isDark(page) === (system === "dark")) problem("the choice is forgotten by another page");
      await page.click("#colours");
      if (await isDark(page) !== (system === "dark")) problem("the switch does not lead back");
      await page.emulateMedia({ colorScheme: system === "dark" ? "light" : "dark" });
      if (await isDark(page) === (system === "dark")) problem("back on the system's side, the book does not follow it");
    }
  },

  async "where nothing may be stored, the switch and the rest still work"(book, problem) {
    const context = await book.window({ colorScheme: "light" });
    await context.addInitScript(() => {
      Object.defineProperty(window, "localStorage", { get() { throw new DOMException("not here", "SecurityError"); } });
    });
    const page = await context.newPage();
    await page.goto(book.address("index.html"));
    await page.click("#colours");
    if (!await isDark(page)) problem("the switch does nothing");
    if (!await page.locator(".search").isVisible()) problem("there is no search");
  },

  async "every text has the contrast that WCAG AA asks for, light and dark"(book, problem) {
    let texts = 0;
    for (const colorScheme of ["light", "dark"]) {
      for (const { file, page } of await book.pages()) {
        await page.emulateMedia({ colorScheme });
        await page.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
        const found = await page.evaluate(tooFaint);
        texts += found.texts;
        for (const one of found.faint) problem(`${file}, ${colorScheme}: ${one}`);
        await book.screenshots(page, `${file.replace(".html", "")}-${colorScheme}`);
      }
    }
    if (texts < 200) problem(`only ${texts} texts were looked at`);
  },
};
