import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { openDatabase } from "#db/client.ts";
import { takeFolder } from "#db/folder-lock.ts";
import { runPostgresTool } from "./postgres-tool.ts";

// `npm run restore -- FOLDER`: what npm run backup wrote, into a DATA_DIR without a database, or into the empty
// database that DATABASE_URL names. Never over one that is there.

/** The roles that policies and grants name. They belong to the server, so a dump of one database lacks them. */
const ROLES = ["perigee_guest", "perigee_app", "perigee_system", "perigee_search"];

try {
	const folder = process.argv[2];
	if (!folder) throw new Error("Usage: npm run restore -- FOLDER");
	if (process.env.DATABASE_URL) await restoreNative(path.join(folder, "database.dump"), process.env.DATABASE_URL);
	else await restoreEmbedded(folder, process.env.DATA_DIR || ".data");
	console.log("Restored. Start it as before: what it held back or had not sent is still so.");
	process.exit(0);
} catch (error) {
	console.error((error as Error).message);
	process.exit(1);
}

async function restoreEmbedded(folder: string, dataDir: string): Promise<void> {
	const image = path.join(folder, "database.tar");
	if (!existsSync(image)) throw new Error(`There is no ${image}.`);
	const target = path.join(dataDir, "pg");
	if (existsSync(target)) throw new Error(`${target} holds a database already. Move it away or set another DATA_DIR.`);
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const release = takeFolder(dataDir);
	const database = openDatabase({ dataDir: target, image: readFileSync(image) });
	const [found] = await database.owner.query<{ count: number }>("select count(*) as count from organisations");
	await database.close();
	const key = path.join(folder, "secret-key");
	if (existsSync(key) && !process.env.SECRET_KEY) copyFileSync(key, path.join(dataDir, "secret-key"));
	release();
	console.log(`${found?.count} organisations are in ${target}.`);
}

async function restoreNative(file: string, url: string): Promise<void> {
	if (!existsSync(file)) throw new Error(`There is no ${file}.`);
	const database = openDatabase({ url });
	try {
		const [taken] = await database.owner.query(
			"select from information_schema.tables where table_name = 'organisations'",
		);
		if (taken) throw new Error("This database is not empty. Make a new one and name it in DATABASE_URL.");
		for (const role of ROLES) {
			await database.owner.exec(`do $$ begin create role ${role} nologin;
				exception when duplicate_object or unique_violation then null; end $$; grant ${role} to current_user`);
		}
	} finally {
		await database.close();
	}
	await runPostgresTool(
		"pg_restore",
		["--no-owner", "--exit-on-error", `--dbname=${new URL(url).pathname.slice(1)}`, file],
		url,
	);
	await giveFunctionsBack(file, url);
}

/**
 * Everything restored belongs to the user who restores, whoever owned it elsewhere; but the functions that look across
 * organisations act with their owner's rights, and a superuser's would be rights without walls. They go back to our
 * roles, as the dump's list of contents names them.
 */
async function giveFunctionsBack(file: string, url: string): Promise<void> {
	const contents = await runPostgresTool("pg_restore", ["--list", file], url);
	const owned = new RegExp(`FUNCTION public (\\w+\\(.*\\)) (${ROLES.join("|")})$`, "gm");
	const changes = [...contents.matchAll(owned)].map(
		([, signature, role]) => `alter function public.${signature} owner to ${role}`,
	);
	const database = openDatabase({ url });
	try {
		await database.owner.exec(`begin; ${changes.join("; ")}; commit`);
	} finally {
		await database.close();
	}
}
