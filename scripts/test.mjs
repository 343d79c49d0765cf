// `npm test [-- arguments]`: the unit suite, on the embedded database. Arguments go to Vitest; `--project native` or
// `--project browser` chooses another suite.
import { ensureInstalled, findNode, root, runChild } from "./install.mjs";

process.chdir(root);
await ensureInstalled();
const given = process.argv.slice(2);
const project = given.some((argument) => argument.startsWith("--project")) ? [] : ["--project", "unit"];
const vitest = ["node_modules/vitest/vitest.mjs", "run", ...project, ...given];
console.log(`vitest ${vitest.slice(1).join(" ")}`);
process.exitCode = await runChild(findNode(), vitest);
