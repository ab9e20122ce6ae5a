// Searching, offline, as fast as one types.

const any = (list) => list[Math.floor(Math.random() * list.length)];
const wordsOf = (text) => text.match(/\p{L}{5,}/gu) ?? [];

async function type(page, text) {
  await page.fill(".search input", "");
  await page.locator(".search input").pressSequentially(text);
  // The last line that search writes for these letters; before it, the index may still be loading.
  await page.waitForFunction(() => document.querySelector(".hits p").textContent !== "");
  await page.waitForFunction(() => !document.querySelector(".hits").hidden);
}

export const search = {
  async "every section of every page can be found"(book, problem) {
    const known = new Set(book.index().map((entry) => `${entry.page}#${entry.id}`));
    for (const { file, page } of await book.pages()) {
      const sections = await page.$$eval("article :is(h2, h3)[id]", (all) => all.map((one) => one.id));
      for (const id of sections.filter((one) => !known.has(`${file}#${one}`))) problem(`search does not know ${file}#${id}`);
    }
  },

  async "a word that stands in the book is found, and Enter leads to a section that has it"(book, problem) {
    const page = await book.open(any(book.files));
    const entry = any(book.index().filter((one) => one.id && wordsOf(one.text).length > 0));
    const word = any(wordsOf(entry.text));
    await page.keyboard.press("/");
    if (!await page.locator(".search input").evaluate((input) => input === document.activeElement)) problem("the key / does not lead to search");
    await type(page, word);
    const marked = await page.locator(".hits li >> nth=0").locator("mark").allTextContents();
    if (!marked.some((one) => one.toLowerCase() === word.toLowerCase())) problem(`the first hit for ${word} marks ${marked}`);
    await book.screenshot(page, "search");
    const hit = await page.locator(".hits li a >> nth=0").evaluate((a) => a.href);
    await page.keyboard.press("Enter");
    await page.waitForURL(hit);
    const section = await page.evaluate(() => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const term = target && target.closest("dt");
      if (term) return term.textContent + term.nextElementSibling.textContent;
      return (target ? target.parentElement : document.querySelector("article")).textContent;
    });
    if (!section.toLowerCase().includes(word.toLowerCase())) problem(`Enter after ${word} leads to ${hit}, where it is not`);
    if (await page.locator(".hits").isVisible()) problem("the hits cover the page that was opened");
  },

  async "the title of a section leads to that section"(book, problem) {
    const page = await book.open("index.html");
    const entry = any(book.index().filter((one) => one.id && one.title.length > 8));
    await type(page, entry.title);
    const titles = await page.locator(".hits b").allTextContents();
    if (!titles.includes(entry.title)) problem(`search for "${entry.title}" finds ${titles}`);
  },

  async "a word that is nowhere in the book is said to be nowhere"(book, problem) {
    const page = await book.open("index.html");
    const word = "qx" + Math.random().toString(36).slice(2, 10);
    await type(page, word);
    const said = await page.locator(".hits p").textContent();
    if (!said.includes(word) || !said.startsWith("Nothing")) problem(`for ${word} it says: ${said}`);
    if (await page.locator(".hits li").count() > 0) problem(`there are hits for ${word}`);
    await page.keyboard.press("Enter");
    if (book.file(page.url()) !== "index.html") problem("Enter led somewhere without a hit");
    await type(page, `the ${word}`);
    if (await page.locator(".hits li").count() > 0) problem("one of two words is enough to be found");
  },

  async "arrow keys choose a hit, Enter opens it, Escape closes the list"(book, problem) {
    const page = await book.open("index.html");
    await type(page, "the");
    const count = await page.locator(".hits li").count();
    if (count < 2) return problem(`only ${count} hits for "the"`);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const chosen = page.locator('.hits [aria-selected="true"]');
    const named = await page.locator(".search input").getAttribute("aria-activedescendant");
    if (await chosen.count() !== 1 || await chosen.getAttribute("id") !== named) problem(`the chosen hit is not the one that is announced, ${named}`);
    const wanted = await chosen.locator("a").evaluate((a) => a.href);
    if (wanted !== await page.locator(".hits a >> nth=1").evaluate((a) => a.href)) problem("two arrows down are not the second hit");
    await page.keyboard.press("Escape");
    if (await page.locator(".hits").isVisible()) problem("Escape does not close the list");
    await type(page, "the");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(wanted);
  },
};
