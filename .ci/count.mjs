// Counts what .ci/run left in a folder and prints "N passed, N failed" as the last line.
//   <part>.exit          exit code of a part
//   <part>-tests.json    Vitest's report, when the part is a suite
//   <part>-second.json   the same of the files that failed, run once more alone
//   <part>-steps.json    [{ name, passed }], when the part has steps
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Counts one part. A part that ended badly counts at least one failure, whatever its report says: a crash between two
 * tests, a missing report or a suite that found no test must not look green.
 *
 * @param {{ name: string, code: number, tests?: any, second?: any, steps?: { name: string, passed: boolean }[] }} part
 * @returns {{ name: string, passed: number, failed: number, notes: string[] }}
 */
export function countPart({ name, code, tests, second, steps }) {
	/** @type {string[]} */
	const notes = [];
	let passed = 0;
	let failed = 0;
	if (tests) {
		passed = tests.numPassedTests;
		failed = tests.numFailedTests;
		for (const file of tests.testResults) {
			for (const test of file.assertionResults) {
				if (test.status === "failed" && passedIn(second, file, test)) {
					passed += 1;
					failed -= 1;
					notes.push(`unsteady ${name}: ${test.fullName} (failed beside other work, passed alone)`);
				} else if (test.status === "failed") notes.push(`failed   ${name}: ${test.fullName}`);
				else if (test.status !== "passed") notes.push(`skipped  ${name}: ${test.fullName}`);
			}
			if (file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed")) {
				failed += 1;
				notes.push(`failed   ${name}: ${file.name} ${file.message ?? ""}`);
			}
		}
	} else if (steps) {
		passed = steps.filter((step) => step.passed).length;
		failed = steps.length - passed;
		for (const step of steps) if (!step.passed) notes.push(`failed   ${name}: ${step.name}`);
	} else if (code === 0) passed = 1;
	// A suite whose tests failed ends with 1; one that was stopped, or crashed, does not.
	const isUnsteady = code === 1 && notes.some((note) => note.startsWith("unsteady"));
	if (code !== 0 && failed === 0 && !isUnsteady) {
		failed = 1;
		notes.push(`failed   ${name}: ended with ${code}`);
	}
	if (passed + failed === 0) {
		failed = 1;
		notes.push(`failed   ${name}: it reports nothing`);
	}
	return { name, passed, failed, notes };
}

/** Whether a test that failed passed when its file was run once more; a file that failed as a whole did not. */
function passedIn(second, file, test) {
	const again = second?.testResults.find((other) => other.name === file.name);
	if (!again || again.message) return false;
	return again.assertionResults.some((other) => other.fullName === test.fullName && other.status === "passed");
}

function read(folder, file) {
	try {
		return JSON.parse(readFileSync(join(folder, file), "utf8"));
	} catch {
		return undefined;
	}
}

function main(folder) {
	const parts = readdirSync(folder)
		.filter((file) => file.endsWith(".exit"))
		.map((file) => file.slice(0, -".exit".length))
		.map((name) =>
			countPart({
				name,
				code: read(folder, `${name}.exit`) ?? 1,
				tests: read(folder, `${name}-tests.json`),
				second: read(folder, `${name}-second.json`),
				steps: read(folder, `${name}-steps.json`),
			}),
		);
	console.log();
	for (const part of parts) {
		for (const note of part.notes) console.log(note);
	}
	for (const part of parts) console.log(`${part.name}: ${part.passed} passed, ${part.failed} failed`);
	const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
	// A run whose first part is missing never began.
	const failed = sum("failed") + (parts.length === 0 ? 1 : 0);
	console.log(`\n${sum("passed")} passed, ${failed} failed`);
	process.exitCode = failed === 0 ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv[2]);
