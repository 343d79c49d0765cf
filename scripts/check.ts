import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// `npm run check [-- --no-tests] [--json FILE]`: everything that can be said about the code without a browser or a
// native database. Two steps run at a time; each prints one line, and its output when it failed. Unit tests come last.

type Step = { name: string; command: string[]; limitSeconds: number };
type Result = { name: string; passed: boolean; seconds: number };

const bin = (name: string) => join("node_modules", ".bin", name);
const node = process.execPath;
const plain = { ...process.env, NO_COLOR: "1" };

// The slow ones first, so that the short ones fill the second place.
const steps: Step[] = [
	{ name: "types", command: [node, bin("tsc"), "--noEmit", "-p", "."], limitSeconds: 300 },
	{ name: "format and lint", command: [bin("biome"), "ci", "--colors=off", "."], limitSeconds: 120 },
	{
		name: "who imports whom",
		command: [node, bin("depcruise"), "--config", ".dependency-cruiser.cjs", "app", "db", "jobs"],
		limitSeconds: 120,
	},
	{ name: "dead code", command: [node, bin("knip"), "--no-progress"], limitSeconds: 120 },
	{ name: "generated files", command: [node, "scripts/generate.ts", "--check"], limitSeconds: 120 },
];
const tests: Step = { name: "unit tests", command: [node, "scripts/test.mjs"], limitSeconds: 1_800 };

await main();

async function main(): Promise<void> {
	const waiting = [...steps];
	const results: Result[] = [];
	const work = async () => {
		for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await run(step));
	};
	await Promise.all([work(), work()]);
	if (!process.argv.includes("--no-tests")) results.push(await run(tests));
	writeResults(results);
	const failed = results.filter((result) => !result.passed);
	console.log(failed.length === 0 ? "All checks passed." : `Failed: ${failed.map((step) => step.name).join(", ")}.`);
	process.exitCode = failed.length === 0 ? 0 : 1;
}

/** Runs one step to its end or to its time limit and prints a line about it. */
async function run(step: Step): Promise<Result> {
	const started = performance.now();
	const { code, output } = await execute(step);
	const seconds = (performance.now() - started) / 1000;
	const passed = code === 0;
	console.log(`${passed ? "passed" : "FAILED"}  ${step.name} (${seconds.toFixed(1)} s)`);
	if (!passed) console.log(output.trimEnd().replaceAll(/^/gm, "    "));
	return { name: step.name, passed, seconds };
}

function execute(step: Step): Promise<{ code: number; output: string }> {
	const [program, ...parameters] = step.command;
	if (!program || !existsSync(program)) return Promise.resolve({ code: 1, output: `There is no ${program}.` });
	return new Promise((resolve) => {
		let output = "";
		// Its own process group, so that the time limit also ends what the step started.
		const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "pipe"], detached: true, env: plain });
		const end = () => process.kill(-child.pid!, "SIGKILL");
		process.once("SIGINT", end).once("SIGTERM", end);
		const limit = setTimeout(() => {
			output += `\nStopped after ${step.limitSeconds} s.`;
			end();
		}, step.limitSeconds * 1000);
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
		child.on("error", (error) => (output += error.message));
		child.on("close", (code) => {
			clearTimeout(limit);
			process.off("SIGINT", end).off("SIGTERM", end);
			resolve({ code: code ?? 1, output });
		});
	});
}

/** Leaves the results where .ci/run counts them: `--json FILE`. */
function writeResults(results: Result[]): void {
	const at = process.argv.indexOf("--json");
	const file = at > 0 ? process.argv[at + 1] : undefined;
	if (!file) return;
	mkdirSync(join(file, ".."), { recursive: true });
	writeFileSync(file, JSON.stringify(results));
}
