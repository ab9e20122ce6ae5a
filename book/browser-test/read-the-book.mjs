// Opens the built book in Chromium and reads it the way a reader does:
//
//     node read-the-book.mjs /usr/bin/chromium DIRECTORY-OF-THE-BOOK DIRECTORY-FOR-SCREENSHOTS
//
// Prints a line of JSON for each check, {"check": sentence, "problems": [...]}, and ends with status 0
// if it could look at everything. BrowserTest.java judges what was found.

import { chromium } from "playwright-core";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { Book } from "./book.mjs";
import { checks } from "./checks.mjs";

// Generous, for two busy cores: a time-out is here to end a run that hangs, never to measure.
const PATIENCE_MS = 60_000;

const [program, bookDirectory, screenshots] = process.argv.slice(2);
if (!screenshots) {
  console.error("usage: node read-the-book.mjs CHROMIUM DIRECTORY-OF-THE-BOOK DIRECTORY-FOR-SCREENSHOTS");
  process.exit(2);
}

const browser = await chromium.launch({
  executablePath: program,
  timeout: PATIENCE_MS,
  args: [
    // Its sandbox is off for root, and not to be had in many containers. The pages are our own.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    // So that no request can leave, should a page or the browser itself make one.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
  ],
});
try {
  mkdirSync(screenshots, { recursive: true });
  const book = new Book(browser, resolve(bookDirectory), resolve(screenshots), PATIENCE_MS);
  for (const [sentence, check] of Object.entries(checks)) {
    const problems = [];
    try {
      await check(book, (problem) => problems.push(problem));
    } catch (failure) {
      problems.push(`the check broke off: ${failure.stack}`);
    }
    // Whatever was looked at: the pages may not complain, nor ask for anything from elsewhere.
    problems.push(...book.takeComplaints());
    await book.closeAll();
    console.log(JSON.stringify({ check: sentence, problems }));
  }
} finally {
  await browser.close();
}
