import { expect, test } from "vitest";
import { countPart } from "../../.ci/count.mjs";

const report = (passed: number, failed: number, results: object[] = []) => ({
	numPassedTests: passed,
	numFailedTests: failed,
	testResults: results,
});

test("a part without a report counts as one, passed or failed by its exit code", () => {
	expect(countPart({ name: "build", code: 0 })).toMatchObject({ passed: 1, failed: 0 });
	expect(countPart({ name: "build", code: 124 })).toMatchObject({ passed: 0, failed: 1 });
});

test("a suite counts its tests and names what failed and what was skipped", () => {
	const tests = report(2, 1, [
		{
			name: "a.test.ts",
			status: "failed",
			assertionResults: [
				{ status: "failed", fullName: "books twice" },
				{ status: "pending", fullName: "is left out" },
			],
		},
	]);
	const counted = countPart({ name: "unit", code: 1, tests });
	expect(counted).toMatchObject({ passed: 2, failed: 1 });
	expect(counted.notes).toEqual(["failed   unit: books twice", "skipped  unit: is left out"]);
});

test("a file that could not be loaded is a failure although no test of it failed", () => {
	const tests = report(5, 0, [
		{ name: "b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
	]);
	expect(countPart({ name: "unit", code: 1, tests })).toMatchObject({ passed: 5, failed: 1 });
});

test("a suite that ends badly after its last test, or finds no test, is not green", () => {
	expect(countPart({ name: "native", code: 1, tests: report(3, 0) })).toMatchObject({ failed: 1 });
	expect(countPart({ name: "native", code: 0, tests: report(0, 0) })).toMatchObject({ failed: 1 });
});

test("steps are counted one by one", () => {
	const steps = [
		{ name: "types", passed: true },
		{ name: "dead code", passed: false },
	];
	expect(countPart({ name: "check", code: 1, steps })).toMatchObject({ passed: 1, failed: 1 });
});

test("what failed beside other work and passed alone is counted as passed and named; what failed twice has failed", () => {
	const file = (first: string, other: string) => ({
		name: "c.test.ts",
		status: "failed",
		message: "",
		assertionResults: [
			{ status: first, fullName: "waits" },
			{ status: other, fullName: "books" },
		],
	});
	const tests = report(0, 2, [file("failed", "failed")]);
	const second = report(1, 1, [file("passed", "failed")]);
	const counted = countPart({ name: "native", code: 1, tests, second });
	expect(counted).toMatchObject({ passed: 1, failed: 1 });
	expect(counted.notes).toEqual([
		"unsteady native: waits (failed beside other work, passed alone)",
		"failed   native: books",
	]);
	const all = report(2, 0, [file("passed", "passed")]);
	expect(countPart({ name: "native", code: 1, tests, second: all })).toMatchObject({ passed: 2, failed: 0 });
	expect(countPart({ name: "native", code: 124, tests, second: all })).toMatchObject({ passed: 2, failed: 1 });
	expect(countPart({ name: "native", code: 1, tests, second: report(0, 0) })).toMatchObject({ failed: 2 });
});
