import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { denyImports } from "vite-env-only";
import options from "./remix.config.js";

// app/server.ts is the entry of the server build, so that the server, the doors and the routes share one copy
// of every module; a server entry outside the build would open a second database (ARCHITECTURE, Stack).
export default defineConfig(({ isSsrBuild, command }) => ({
	plugins: [
		tailwindcss(),
		remix(options),
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
					files: ["**/db/**", "**/jobs/**", "**/app/providers/**", "**/app/doors/**", "**/app/server.ts"],
				},
			}),
	],
	build: {
		target: isSsrBuild ? "node22" : "es2022",
		sourcemap: Boolean(isSsrBuild),
		rollupOptions: isSsrBuild ? { input: { server: "app/server.ts" } } : undefined,
	},
	ssr: { noExternal: [] },
}));
