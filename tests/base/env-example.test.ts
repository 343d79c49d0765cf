import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readEnv } from "#app/base/env.ts";

const LINE = /^# ([A-Z][A-Z0-9_]*)=(.*)$/gm;

describe(".env.example", () => {
	const text = readFileSync(".env.example", "utf8");
	const examples = Object.fromEntries([...text.matchAll(LINE)].map(([, name, value]) => [name!, value!]));

	test("OPS-1 lists every setting that is read, once, and no other", () => {
		const names = [...text.matchAll(LINE)].map((match) => match[1]!);
		const source = readFileSync("app/base/env.ts", "utf8");
		const read = [...source.matchAll(/^\t([A-Z][A-Z0-9_]+): /gm)].map((match) => match[1]!);
		// The server reads it as it starts, beside the role.
		expect([...names].sort()).toEqual([...new Set([...read, "WORKER_PORT"])].sort());
	});

	test("OPS-1 every example is accepted, and a default that it shows is the one that holds", () => {
		const { WORKER_PORT, ...rest } = examples;
		expect(() => readEnv(rest)).not.toThrow();
		const shown = readEnv(rest) as unknown as Record<string, unknown>;
		const defaults = readEnv({}) as unknown as Record<string, unknown>;
		for (const [name, value] of Object.entries(defaults)) {
			if (value === undefined || value === "" || !(name in examples)) continue;
			expect([name, shown[name]]).toEqual([name, value]);
		}
		expect(WORKER_PORT).toBe("0");
	});

	test("OPS-1 a wrong setting is named, with what it may be, and its value is not repeated", () => {
		const wrong = { PORT: "eighty", PUBLIC_URL: "crm.example.com", AI_PURPOSES: "oracle", SECRET_KEY: "hunter2" };
		const message = (() => {
			try {
				readEnv(wrong);
				return "";
			} catch (error) {
				return (error as Error).message;
			}
		})();
		for (const name of Object.keys(wrong)) expect(message).toContain(name);
		expect(message).not.toContain("hunter2");
		expect(message).not.toContain("    at ");
	});
});
