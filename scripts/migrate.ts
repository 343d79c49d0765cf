import path from "node:path";
import { readEnv } from "#app/base/env.ts";
import { openDatabase } from "#db/client.ts";
import { takeFolder } from "#db/folder-lock.ts";
import { migrate } from "#db/migrate.ts";
import { contracts } from "#jobs/contracts.ts";

// `npm run db:migrate`: brings the database up to date and says what was done. Safe to run twice and side by side.

try {
	const env = readEnv(process.env);
	const release = env.DATABASE_URL ? undefined : takeFolder(env.DATA_DIR);
	const database = openDatabase(
		env.DATABASE_URL ? { url: env.DATABASE_URL } : { dataDir: path.join(env.DATA_DIR, "pg") },
	);
	const { applied } = await migrate(database, "db/migrations", contracts);
	await database.close();
	release?.();
	console.log(applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}`);
} catch (error) {
	console.error((error as Error).message);
	process.exit(1);
}
