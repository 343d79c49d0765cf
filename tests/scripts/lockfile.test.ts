import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { missingEntries } from "../../scripts/complete-lock.mjs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));

test("OPS-1 the lockfile names the optional packages of every platform, or npm ci refuses it", () => {
	expect(Object.keys(missingEntries(lock.packages))).toEqual([]);
});

test("OPS-1 an optional package that npm left out is added with the platform its name says", () => {
	const packages = {
		"": { dependencies: { tool: "1.2.3" } },
		"node_modules/tool": {
			version: "1.2.3",
			dev: true,
			optionalDependencies: {
				"@tool/linux-x64-musl": "1.2.3",
				"@tool/darwin-arm64": "1.2.3",
				"@tool/wasm32-wasi": "1.2.3",
			},
		},
		"node_modules/@tool/darwin-arm64": { version: "1.2.3" },
	};
	expect(missingEntries(packages)).toEqual({
		"node_modules/@tool/linux-x64-musl": {
			version: "1.2.3",
			cpu: ["x64"],
			os: ["linux"],
			libc: ["musl"],
			dev: true,
			optional: true,
		},
		"node_modules/@tool/wasm32-wasi": { version: "1.2.3", cpu: ["wasm32"], dev: true, optional: true },
	});
});
