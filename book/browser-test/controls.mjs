// Keyboard, copy buttons, answers.

export const controls = {
  async "the first Tab offers to skip to the text, and the focus can be seen"(book, problem) {
    const page = await book.open(book.files.at(-1));
    await page.keyboard.press("Tab");
    const skip = page.locator(".skip");
    if (!await skip.evaluate((one) => one === document.activeElement)) problem("the first Tab is somewhere else");
    const box = await skip.boundingBox();
    if (box.x < 0 || box.y < 0) problem("the link to the text is not in the window");
    if (await skip.evaluate((one) => getComputedStyle(one).outlineStyle) === "none") problem("the focus cannot be seen");
    await page.keyboard.press("Enter");
    if (await page.evaluate(() => document.activeElement.id) !== "text") problem("it does not lead to the text");
  },

  async "everything that can be clicked has a name and is reached by Tab"(book, problem) {
    for (const { file, page } of await book.pages()) {
      const nameless = await page.$$eval("a[href], button, summary, input", (all) => all
        .filter((one) => !one.matches(".anchor") && one.checkVisibility())
        .filter((one) => !(one.getAttribute("aria-label") || one.textContent).trim() || one.tabIndex < 0)
        .map((one) => one.outerHTML.slice(0, 80)));
      for (const one of nameless) problem(`${file}: ${one}`);
    }
  },

  async "what is copied from a listing is the code alone"(book, problem) {
    let listings = 0;
    const page = await book.open("index.html");
    for (const file of book.files) {
      await page.goto(book.address(file));
      // Else the button says only for a moment that it is done.
      await page.evaluate(() => { window.setTimeout = () => 0; });
      const count = await page.locator(".listingblock .copy").count();
      if (count !== await page.locator(".listingblock pre").count()) problem(`${file}: a listing has no copy button`);
      if (count === 0) continue;
      listings += count;
      const button = page.locator(".listingblock .copy").nth(Math.floor(Math.random() * count));
      await button.click();
      await button.and(page.locator(".done")).waitFor();
      const copied = await page.evaluate(() => {
        const area = document.createElement("textarea");
        area.id = "pasted";
        document.body.prepend(area);
        area.focus();
      }).then(() => page.keyboard.press("Control+V")).then(() => page.inputValue("#pasted"));
      const { shown, isScreen } = await button.evaluate((one) => ({
        shown: one.parentElement.querySelector("pre").textContent,
        isScreen: one.closest(".run") !== null,
      }));
      if (!copied) problem(`${file}: nothing was copied of: ${shown.slice(0, 60)}`);
      for (const line of copied.split("\n")) {
        if (!shown.includes(line)) problem(`${file}: copied "${line}", which is not shown`);
        const typed = shown.includes(`$ ${line}`) || shown.includes(`> ${line}`);
        if (isScreen && !typed) problem(`${file}: copied "${line}", which nobody types`);
      }
    }
    if (listings === 0) problem("no page has a listing");
  },

  async "answers are closed until they are asked for, and open on paper"(book, problem) {
    const page = await book.open("index.html");
    for (const file of book.files) {
      await page.goto(book.address(file));
      const closed = await page.locator("details").count();
      if (await page.locator("details[open]").count() > 0) problem(`${file}: an answer is open before the question is read`);
      if (closed > 0) {
        const first = page.locator("details").first();
        await first.locator("summary").focus();
        await page.keyboard.press("Enter");
        if (await first.getAttribute("open") === null) problem(`${file}: Enter does not open the answer`);
        await page.keyboard.press("Enter");
      }
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      if (await page.locator("details[open]").count() !== closed) problem(`${file}: an answer is closed on paper`);
    }
  },
};
