// Getting around: no link leads nowhere, no page is out of reach, nothing comes from elsewhere.

export const links = {
  async "next leads through every page in the order of the contents, and before leads back"(book, problem) {
    const page = await book.open("index.html");
    const listed = await page.$$eval("#contents > ul > li > a", (all) => all.map((a) => a.href.split("#")[0]));
    const passed = [page.url()];
    while (await page.locator(".turn .next a").count() > 0 && passed.length <= book.files.length) {
      await page.click(".turn .next a");
      await page.waitForLoadState(); // the link onward stands at the end of a long page
      passed.push(page.url());
    }
    if (passed.join() !== listed.join()) problem(`next leads through ${passed}, the contents are ${listed}`);
    for (const file of book.files) {
      if (!passed.includes(book.address(file))) problem(`next never comes to ${file}`);
    }
    for (const expected of passed.slice(0, -1).reverse()) {
      await page.click(".turn .previous a");
      await page.waitForLoadState();
      if (page.url() !== expected) problem(`before leads to ${page.url()} and not to ${expected}`);
    }
    if (passed.length < 3) problem(`a book of ${passed.length} pages is none`);
  },

  async "each page has one title, marks itself in the contents, and each entry there leads to a heading"(book, problem) {
    for (const { file, page } of await book.pages()) {
      const titles = await page.locator("h1").count();
      if (titles !== 1) problem(`${file} has ${titles} main titles`);
      const here = await page.$$eval('#contents [aria-current="page"]', (all) => all.map((a) => a.href));
      if (here.length !== 1 || book.file(here[0]) !== file) problem(`${file} marks ${here} as the page it is`);
      const lost = await page.$$eval("#contents li li a", (all) => all
        .filter((a) => a.pathname === location.pathname)
        .filter((a) => !/^H\d$/.test(document.getElementById(decodeURIComponent(a.hash.slice(1)))?.tagName))
        .map((a) => a.hash));
      if (lost.length > 0) problem(`${file}: the contents lead to ${lost}, which is no heading`);
    }
  },

  async "every link inside the book has a target, and every picture shows something"(book, problem) {
    const anchors = new Map();
    const found = new Map();
    let total = 0;
    for (const { file, page } of await book.pages()) {
      const ids = await page.$$eval("[id]", (all) => all.map((one) => one.id));
      for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i))) problem(`${file}: id ${id} stands twice`);
      anchors.set(file, new Set(ids));
      found.set(file, await page.$$eval("a[href]", (all) => all.map((a) => a.getAttribute("href"))));
      for (const picture of await page.$$eval("img", (all) => all.map((one) =>
        ({ src: one.getAttribute("src"), shown: one.complete && one.naturalWidth > 0, alt: one.alt })))) {
        if (!picture.shown) problem(`${file}: the picture ${picture.src} shows nothing`);
        if (!picture.alt) problem(`${file}: the picture ${picture.src} says nothing to who cannot see it`);
      }
    }
    for (const [file, hrefs] of found) {
      for (const href of hrefs) {
        total++;
        const target = new URL(href, book.address(file));
        if (target.protocol !== "file:") continue;
        else if (!book.has(target.href)) problem(`${file}: ${href} leads to no file`);
        else if (target.hash && !anchors.get(book.file(target.href))?.has(decodeURIComponent(target.hash.slice(1)))) {
          problem(`${file}: ${href} leads to a place that is not there`);
        }
      }
    }
    if (total < 10) problem(`only ${total} links were found`);
  },

  // Also what a browser fetches only sometimes, so the text of the files is looked at, too.
  async "no script, style, font or picture is from elsewhere"(book, problem) {
    const elsewhere = /^\s*(?:[a-z][a-z0-9+.-]*:)?\/\//i;
    let total = 0;
    for (const { file, page } of await book.pages()) {
      const sources = await page.$$eval("[src], [srcset], [data], [poster], link[href], use", (all) => all.flatMap((one) =>
        ["src", "srcset", "data", "poster", "href", "xlink:href"].map((name) => one.getAttribute(name)).filter(Boolean)));
      total += sources.length;
      for (const source of sources.filter((one) => elsewhere.test(one))) problem(`${file} takes in ${source}`);
      if (/@import|url\(/.test(await page.$$eval("style, [style]", (all) => all.map((one) => one.outerHTML).join()))) {
        problem(`${file} has a style that takes something in`);
      }
    }
    if (total < book.files.length) problem(`only ${total} sources were found`);
    const css = book.read("book.css");
    if (/@import|url\(|@font-face/.test(css)) problem("book.css takes something in");
  },

  async "without scripts the text and the contents are there, and no control that does nothing"(book, problem) {
    const page = await book.open(book.files.at(-1), { javaScriptEnabled: false });
    for (const shown of ["article h1", "#contents a >> nth=0"]) {
      if (!await page.locator(shown).isVisible()) problem(`${shown} is not to be seen`);
    }
    for (const control of ["#menu", "#colours", ".search"]) {
      if (await page.locator(control).isVisible()) problem(`${control} is there, and does nothing`);
    }
  },
};
