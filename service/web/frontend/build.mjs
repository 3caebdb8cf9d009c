// Bundles the scripts and style sheets of the pages into service/web/built (or the folder named): names with the
// digest of the content, a manifest of the entries, the licences of every package that went into the bundle.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(here, "../built"));
const made = `${target}.new`;

rmSync(made, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { main: "src/main.ts", enhance: "src/enhance.css" },
  outdir: made,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  metafile: true,
  logLevel: "warning",
});

const entries = {};
for (const [path, output] of Object.entries(metafile.outputs)) {
  if (output.entryPoint === "src/main.ts") entries["main.js"] = basename(path);
  if (output.entryPoint === "src/enhance.css") entries["enhance.css"] = basename(path);
}
const licences = "third-party-licences.txt";
const notices = licenceTexts(Object.keys(metafile.inputs));
const digest = createHash("sha256").update(notices).digest("hex").slice(0, 8);
entries[licences] = `${basename(licences, extname(licences))}-${digest}.txt`;
writeFileSync(join(made, entries[licences]), notices);
writeFileSync(join(made, "manifest.json"), `${JSON.stringify(entries, null, 2)}\n`);
rmSync(target, { recursive: true, force: true });
renameSync(made, target);

/** The licence text of each package among the inputs; a package without one is an error, never left out. */
function licenceTexts(inputs) {
  const names = new Set();
  for (const input of inputs) {
    const found = input.match(/(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) names.add(found[1]);
  }
  const parts = [...names].sort().map((name) => {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (!file) throw new Error(`${name} ships no licence text`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return parts.join(`\n${"-".repeat(72)}\n\n`);
}
