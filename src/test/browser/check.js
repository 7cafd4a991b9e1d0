// Opens the plugin's pages in a running demonstration Jenkins (mvn -Pdemo hpi:run) with headless Chromium, and reports
// what axe-core finds within the plugin's elements, sideways scrolling, violations of the Content Security Policy and
// errors of scripts. Builds of the sample jobs must have run. Exits with 1 if there is a finding.
//
//   npm ci && npm run check -- http://localhost:8080/jenkins [directory for pictures [jobs, separated by commas]]
//
// CHROME names the browser; /usr/bin/chromium if it is not set.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const OWN = [".kore-check", ".kore-trend", ".kore-summary"];
const WIDTHS = [360, 1280, 1920];
const base = (process.argv[2] || "http://localhost:8080/jenkins").replace(/\/$/, "");
const pictures = process.argv[3];
const wanted = process.argv[4] ? process.argv[4].split(",") : null;

let findings = 0;

function report(place, what) {
  findings++;
  console.log(`${place}: ${what}`);
}

async function pages() {
  const response = await fetch(`${base}/api/json?tree=jobs[name,lastBuild[number],lastCompletedBuild[number]]`);
  const jobs = (await response.json()).jobs.filter((job) => job.lastBuild && (!wanted || wanted.includes(job.name)));
  // A job has a trend once a build is over.
  const trends = (job) => [
    [`${job.name}`, `job/${job.name}/`],
    [`${job.name}-trend`, `job/${job.name}/koreNotifyStatusTrend/`],
  ];
  return jobs.flatMap((job) => [
    ...(job.lastCompletedBuild ? trends(job) : []),
    [`${job.name}-build`, `job/${job.name}/${job.lastBuild.number}/`],
    [`${job.name}-checks`, `job/${job.name}/${job.lastBuild.number}/koreNotifyStatus/`],
  ]);
}

async function axeFindings(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (own) => {
    const present = own.filter((selector) => document.querySelector(selector));
    if (present.length === 0) {
      return ["nothing of the plugin is on the page"];
    }
    const result = await axe.run({ include: present.map((selector) => [selector]) });
    return result.violations.map((one) => `axe: ${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
  }, OWN);
}

async function check(browser, [name, path], language, scheme, width) {
  const place = `${name} ${language} ${scheme} ${width}`;
  const page = await browser.newPage();
  await page.setViewport({ width: width, height: 900 });
  await page.setExtraHTTPHeaders({ "Accept-Language": language });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  page.on("pageerror", (error) => report(place, `script: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) {
      report(place, message.text());
    }
  });
  await page.goto(`${base}/${path}`, { waitUntil: "load", timeout: 120000 });
  const overflow = await page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    // The summary stands in a table of Jenkins that is as wide as its list of artifacts.
    const artifacts = document.querySelector(".fileList");
    const summaries = artifacts && artifacts.getBoundingClientRect().right > window.innerWidth ? "" : ", .kore-summary *";
    const own = [...document.querySelectorAll(`.kore-check *, .kore-trend > *${summaries}`)].filter(
      (one) => one.getBoundingClientRect().right > window.innerWidth + 1 && !one.closest(".kore-scroll") && !one.closest("svg"),
    );
    return own.length === 0 ? "" : `${own[0].className || own[0].tagName} is wider than the page (page by ${wide} px)`;
  });
  if (overflow) {
    report(place, overflow);
  }
  if (pictures) {
    await page.screenshot({ path: `${pictures}/${name}-${language}-${scheme}-${width}.png`, fullPage: true });
  }
  (await axeFindings(page)).forEach((finding) => report(place, finding));
  await page.close();
}

if (pictures) {
  mkdirSync(pictures, { recursive: true });
}
const browser = await puppeteer.launch({
  executablePath: process.env.CHROME || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
for (const page of await pages()) {
  for (const language of ["en", "de"]) {
    for (const scheme of ["light", "dark"]) {
      for (const width of WIDTHS) {
        await check(browser, page, language, scheme, width);
      }
    }
  }
}
await browser.close();
console.log(findings === 0 ? "No findings" : `${findings} findings`);
process.exit(findings === 0 ? 0 : 1);
