// `node scripts/run.mjs <file.ts> [arguments]`: runs one of our TypeScript programs on Node 24, installing first when
// needed, so that every npm script works in a fresh clone on Node 20.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, fail, root } from "./install.mjs";
import { onRightNode } from "./relaunch.mjs";

const [file] = process.argv.slice(2);
if (!file) fail("Say which file: node scripts/run.mjs <file.ts> [arguments]");
process.chdir(root);
if (!existsSync(file)) fail(`There is no ${file}.`);
await ensureInstalled();
await onRightNode();

if (existsSync(".env")) process.loadEnvFile(".env");
// The program sees the arguments it would see if it were run by itself.
process.argv.splice(1, 2, resolve(file));
await import(pathToFileURL(process.argv[1]).href);
