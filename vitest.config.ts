import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Three suites: `unit` runs on the embedded database and is `npm test`; `native` needs a real Postgres
// (TEST_DATABASE_URL); `browser` needs Chromium and a built app. The last two run one file at a time,
// beside each other in .ci/run.
export default defineConfig({
	test: {
		// Vitest leaves one core to itself: on a machine of two that is one file at a time, and half the speed.
		maxWorkers: Math.max(2, availableParallelism() - 1),
		projects: [
			{
				test: {
					name: "unit",
					include: ["tests/**/*.test.{ts,tsx}"],
					exclude: ["tests/native/**", "tests/browser/**"],
					globalSetup: ["tests/support/image.ts"],
					setupFiles: ["tests/support/set-up.ts"],
					// Loading the product anew for each file was half of the suite's time. Files run one after another in a
					// process: what one opens it closes, by hooks that it sets itself (never as a module is loaded).
					isolate: false,
					// Freeing code of WebAssembly while threads come and go has made V8 stop the process (see set-up.ts).
					execArgv: ["--no-wasm-code-gc"],
					testTimeout: 60_000,
					hookTimeout: 120_000,
				},
			},
			{
				test: {
					name: "native",
					include: ["tests/native/**/*.test.ts"],
					setupFiles: ["tests/support/set-up.ts"],
					fileParallelism: false,
					testTimeout: 180_000,
					hookTimeout: 120_000,
				},
			},
			{
				test: {
					name: "browser",
					include: ["tests/browser/**/*.test.ts"],
					fileParallelism: false,
					testTimeout: 180_000,
					hookTimeout: 180_000,
				},
			},
		],
	},
});
