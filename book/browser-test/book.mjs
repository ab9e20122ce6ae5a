import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// The built book and the windows in which it is read. What a page complains about is noted here.
export class Book {
  #browser;
  #complaints = [];
  #reading = null;
  #shots;
  #windows = [];
  #patience;

  constructor(browser, directory, screenshots, patience) {
    this.#browser = browser;
    this.directory = directory;
    this.#shots = screenshots;
    this.#patience = patience;
    this.files = readdirSync(directory).filter((name) => name.endsWith(".html")).sort();
    if (!this.files.includes("index.html")) {
      throw new Error(`no index.html in ${directory}. Try: mvn -pl book -am -DskipTests package`);
    }
  }

  // A new window, with nothing remembered from another.
  async window(options = {}) {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    this.#windows.push(context);
    context.setDefaultTimeout(this.#patience);
    context.on("request", (request) => {
      if (!this.#isOwn(request.url())) this.#complain(`asked for ${request.url()}, which is not part of the book`);
    });
    context.on("requestfailed", (request) => {
      this.#complain(`could not load ${request.url()}: ${request.failure()?.errorText}`);
    });
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.#complain(`the console says: ${message.text()}`);
    });
    context.on("weberror", (error) => this.#complain(`a script failed: ${error.error().stack}`));
    return context;
  }

  // Every page, open side by side, for checks that only look: {file, page} of each.
  async pages() {
    if (this.#reading === null) {
      const context = await this.window({ colorScheme: "light", viewport: { width: 1280, height: 2000 } });
      this.#windows.pop(); // it stays when others are closed
      this.#reading = [];
      for (const file of this.files) {
        const page = await context.newPage();
        await page.goto(this.address(file));
        this.#reading.push({ file, page });
      }
    }
    return this.#reading;
  }

  // A page of the book in a window of its own.
  async open(file, options) {
    const page = await (await this.window(options)).newPage();
    await page.goto(this.address(file));
    return page;
  }

  address(file) {
    return pathToFileURL(join(this.directory, file)).href;
  }

  // The file of the book that an address is about, such as 20-jail.html.
  file(address) {
    return decodeURIComponent(new URL(address).pathname.split("/").at(-1));
  }

  has(address) {
    return existsSync(fileURLToPath(address.split("#")[0]));
  }

  read(file) {
    return readFileSync(join(this.directory, file), "utf8");
  }

  // The sections that search knows.
  index() {
    const window = {};
    new Function("window", this.read("search-index.js"))(window);
    return window.slipwaySearch;
  }

  async screenshot(page, name, { of = page, ...how } = {}) {
    // A window behind others is drawn ten times as slowly.
    await page.bringToFront();
    await of.screenshot({ ...how, path: join(this.#shots, `${name}.png`) });
  }

  // The beginning of a page; all of it, in pieces, if SCREENSHOTS=all.
  async screenshots(page, name) {
    const { viewport, height } = await page.evaluate(() => ({
      viewport: innerHeight,
      height: document.documentElement.scrollHeight,
    }));
    const pieces = process.env.SCREENSHOTS === "all" ? Math.ceil(height / viewport) : 1;
    for (let i = 0; i < pieces; i++) {
      await page.evaluate((y) => scrollTo(0, y), i * viewport);
      await this.screenshot(page, `${name}-${i + 1}`);
    }
  }

  takeComplaints() {
    return this.#complaints.splice(0);
  }

  async closeAll() {
    await Promise.all(this.#windows.splice(0).map((context) => context.close()));
  }

  #isOwn(address) {
    return address.startsWith("data:") || address.startsWith(pathToFileURL(this.directory + "/").href);
  }

  #complain(complaint) {
    this.#complaints.push(complaint);
  }
}
