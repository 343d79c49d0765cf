import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { contracts } from "#jobs/contracts.ts";
import { imageFile } from "./image-file.ts";

/** Migrates an empty embedded database once and keeps its image; each test file loads a copy of its own. */
export default async function makeImage(): Promise<() => void> {
	const database = openDatabase({});
	await migrate(database, "db/migrations", contracts);
	mkdirSync(".cache", { recursive: true });
	writeFileSync(imageFile(), await database.embedded!.dump());
	await database.close();
	return () => rmSync(imageFile(), { force: true });
}
