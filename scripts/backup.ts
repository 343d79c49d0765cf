import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { askApp } from "./ask-app.ts";
import { runPostgresTool } from "./postgres-tool.ts";

// `npm run backup -- FOLDER`: the whole database into a new folder. The embedded one through the running process, or
// by itself when none runs; with DATABASE_URL by pg_dump, as a role that row level security does not bind.

const folder = path.resolve(
	process.argv[2] ?? `perigee-backup-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}`,
);
if (!process.env.DATABASE_URL) await askApp("backup", [folder]);
else {
	// Filled under another name, so that what bears the name is whole.
	const unfinished = `${folder}.unfinished`;
	try {
		if (existsSync(folder)) throw new Error(`${folder} is there already. Name a new folder.`);
		mkdirSync(unfinished, { mode: 0o700, recursive: true });
		const file = path.join(unfinished, "database.dump");
		await runPostgresTool("pg_dump", ["--format=custom", "--no-owner", `--file=${file}`], process.env.DATABASE_URL);
		renameSync(unfinished, folder);
		console.log(`Backed up to ${folder}. SECRET_KEY is not in it: without it the sealed values cannot be read.`);
	} catch (error) {
		rmSync(unfinished, { recursive: true, force: true });
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
