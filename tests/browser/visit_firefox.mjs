// Visits pages of the book in a stock Firefox and prints for each, as one line of JSON, what went wrong on it and
// whether its widgets react. On stdin: {"browser": "/usr/bin/firefox", "pages": ["http://…"]}.
import { text } from "node:stream/consumers";
import { launch } from "puppeteer-core";

const SETTLE = 5_000; // milliseconds that a widget has to come alive, or to answer
const KEYS = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"];

/** What a widget shows but for its controls: a slider that only moves itself has not reacted. */
function shown(mount) {
  const copy = mount.cloneNode(true);
  for (const part of copy.querySelectorAll(".cw-control, .cw-tools, button, input, select")) part.remove();
  const canvases = [...mount.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL());
  return JSON.stringify([copy.innerHTML, canvases]);
}

/** Do to a control what a reader would do to it first. */
async function operate(control) {
  const kind = await control.evaluate((element) => element.type || element.tagName.toLowerCase());
  await control.focus();
  if (kind === "range") {
    const low = await control.evaluate(({ value, max }) => value === max);
    await control.press(low ? "ArrowLeft" : "ArrowRight");
  } else if (kind === "select-one") {
    const other = await control.evaluate((list) => [...list.options].find(({ selected }) => !selected)?.value);
    if (other !== undefined) await control.select(other);
  } else if (kind === "number" || kind === "text") {
    await control.press("ArrowUp");
  } else if (kind === "canvas" || kind === "div") {
    for (const key of KEYS) await control.press(key);
  } else if (kind === "radio") {
    await control.press("ArrowRight");
  } else {
    await control.press(" ");
  }
}

/** Whether one of the widget's controls changes what it shows. */
async function reacts(page, mount) {
  const controls = await mount.$$(
    "input:not(:disabled):not([type=file]), select:not(:disabled), button:not(:disabled), canvas[tabindex], [role=grid]",
  );
  for (const control of controls) {
    if (!(await control.isVisible()) || (await control.evaluate((element) => !!element.closest(".cw-tools")))) continue;
    const before = await mount.evaluate(shown);
    await operate(control);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    if ((await mount.evaluate(shown)) !== before) return true;
  }
  return false;
}

async function visit(browser, address) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => troubles.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => troubles.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on("response", (reply) => reply.status() >= 400 && troubles.push(`${reply.status()}: ${reply.url()}`));
  page.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|file:|blob:|data:)/.test(request.url())) troubles.push(`foreign: ${request.url()}`);
  });
  try {
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(address, { waitUntil: "load" });
    const mounts = await page.$$(".cw-mount");
    await page.waitForFunction(() => !document.querySelector(".cw-mount:not([data-ready])"), { timeout: SETTLE });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) troubles.push(`wider than the window by ${wide} pixels`);
    for (const mount of mounts) {
      const name = await mount.evaluate(({ id, dataset }) => `${dataset.widget} #${id}`);
      if (!(await reacts(page, mount))) troubles.push(`does not react: ${name}`);
    }
    return { widgets: mounts.length, troubles };
  } catch (error) {
    return { widgets: 0, troubles: [...troubles, String(error)] };
  } finally {
    await context.close();
  }
}

const { browser: executablePath, pages } = JSON.parse(await text(process.stdin));
const browser = await launch({ browser: "firefox", executablePath, headless: true });
try {
  for (const address of pages) console.log(JSON.stringify({ address, ...(await visit(browser, address)) }));
} finally {
  await browser.close();
}
