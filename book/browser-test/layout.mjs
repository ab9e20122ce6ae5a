// Small screens and paper.

const PHONE = { viewport: { width: 360, height: 740 } };

export const layout = {
  async "no page is wider than a telephone"(book, problem) {
    for (const { file, page } of await book.pages()) {
      const usual = page.viewportSize();
      await page.setViewportSize(PHONE.viewport);
      const wide = await page.evaluate(() => {
        const limit = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= limit) return null;
        const culprit = [...document.querySelectorAll("article *")].find((one) =>
          one.getBoundingClientRect().right > limit + 1 && !one.closest("pre, table"));
        return `${document.documentElement.scrollWidth} px, for ${culprit?.outerHTML.slice(0, 120)}`;
      });
      if (wide) problem(`${file}: ${wide}`);
      await book.screenshot(page, `${file.replace(".html", "")}-narrow`);
      await page.setViewportSize(usual);
    }
  },

  async "on a telephone the contents fold away behind a button"(book, problem) {
    const page = await book.open(book.files.at(-1), PHONE);
    const nav = page.locator("#contents");
    if (await nav.isVisible()) problem("the contents cover the text");
    await page.click("#menu");
    if (!await nav.isVisible()) problem("the button does not show them");
    await book.screenshot(page, "contents-narrow");
    if (await page.getAttribute("#menu", "aria-expanded") !== "true") problem("nobody is told that they are open");
    await page.keyboard.press("Escape");
    if (await nav.isVisible()) problem("Escape does not close them");
    await page.click("#menu");
    await page.locator("#contents a").first().click();
    await page.waitForURL(book.address("index.html"));
    if (await nav.isVisible()) problem("they stay open on the next page");
  },

  async "each kind of box can be looked at on its own"(book, problem) {
    const kinds = {
      listing: ".listingblock:not(.run)", screen: ".run", table: "table.tableblock", picture: ".imageblock",
      exercise: ".exercise", belief: ".belief", answer: "details",
    };
    for (const colorScheme of ["light", "dark"]) {
      const missing = new Map(Object.entries(kinds));
      for (const { page } of await book.pages()) {
        await page.emulateMedia({ colorScheme });
        for (const [kind, selector] of missing) {
          const box = page.locator(`article ${selector}`).first();
          if (await box.count() === 0) continue;
          await book.screenshot(page, `box-${kind}-${colorScheme}`, { of: box });
          missing.delete(kind);
        }
      }
      if (missing.size > 0) problem(`no page has: ${[...missing.keys()]}`);
    }
  },

  async "each page can be printed, without what is for screens"(book, problem) {
    for (const { file, page } of await book.pages()) {
      await page.emulateMedia({ media: "print" });
      for (const control of ["#contents", ".bar", ".turn"]) {
        if (await page.locator(control).isVisible()) problem(`${file}: ${control} is printed`);
      }
      const paper = await page.pdf({ format: "A4" });
      if (paper.subarray(0, 5).toString() !== "%PDF-" || paper.length < 5000) problem(`${file} gives no PDF`);
    }
  },
};
