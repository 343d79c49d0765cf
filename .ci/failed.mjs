// `node .ci/failed.mjs REPORT`: the files in which tests of a suite failed, one to a line; none when they are more than a
// few, for that is no matter of a busy machine.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const MOST = 4;
const { testResults } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const failed = testResults.filter((file) => file.status === "failed").map((file) => relative(process.cwd(), file.name));
if (failed.length <= MOST) for (const file of failed) console.log(file);
