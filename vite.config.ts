import { globSync } from "node:fs";
import { basename } from "node:path";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin, type Rollup } from "vite";
import { denyImports } from "vite-env-only";
import options from "./remix.config.js";

// app/server.ts is the entry of the server build, so that the server, the doors and the routes share one copy
// of every module; a server entry outside the build would open a second database (ARCHITECTURE, Stack).
// Remix's plugin sets its own entry, also over one named below, so this one comes after it.
const serverEntry: Plugin = {
	name: "perigee:server-entry",
	config: () => ({
		build: { rollupOptions: { input: { server: "app/server.ts" }, output: { entryFileNames: "[name].js" } } },
	}),
};

// Nothing of a route without markup (a .ts file) goes to the browser, so its chunk there is empty.
const routesWithoutMarkup = new Set(globSync("app/routes/**/*.ts").map((file) => basename(file, ".ts")));

/** Two warnings that are known and harmless: these empty chunks, and comments in zod which Rollup cannot place. */
function isHarmless({ code, id = "", names = [] }: Rollup.RollupLog): boolean {
	if (code === "EMPTY_BUNDLE") return names.every((name) => routesWithoutMarkup.has(name));
	return code === "INVALID_ANNOTATION" && id.includes("/node_modules/zod/");
}

export default defineConfig(({ isSsrBuild, command }) => ({
	plugins: [
		tailwindcss(),
		remix(options),
		isSsrBuild && serverEntry,
		command === "build" &&
			denyImports({
				client: {
					specifiers: [
						"pg",
						"kysely",
						"pg-boss",
						"node:*",
						/^@electric-sql\//,
						"nodemailer",
						"twilio",
						"openai",
						/^@anthropic-ai\//,
					],
					files: [
						"db/**",
						"jobs/**",
						"app/providers/*.ts",
						"app/providers/*/!(port).ts",
						"app/doors/**",
						"app/server.ts",
					],
				},
			}),
	],
	build: {
		target: isSsrBuild ? "node22" : "es2022",
		sourcemap: Boolean(isSsrBuild),
		rollupOptions: { onwarn: (warning, warn) => isHarmless(warning) || warn(warning) },
	},
	ssr: { noExternal: [] },
}));
