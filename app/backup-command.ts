import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { env } from "#app/base/env.ts";
import { house } from "#db/context.ts";

/**
 * Writes the embedded database and the key that opens its sealed values into a new folder, for its owner only. It is
 * one moment of the database: nothing is written while it is read. Throws when the folder is there already.
 */
export async function backUp([folder]: string[]): Promise<string> {
	const { embedded } = house().database;
	if (!embedded) throw new Error("With DATABASE_URL, backups are pg_dump's: run npm run backup where that is set.");
	if (!folder || !path.isAbsolute(folder)) throw new Error("Usage: npm run backup -- FOLDER");
	if (existsSync(folder)) throw new Error(`${folder} is there already. Name a new folder.`);
	const image = await embedded.dump();
	// Filled under another name, so that what bears the name is whole.
	const unfinished = `${folder}.unfinished`;
	await mkdir(unfinished, { recursive: true, mode: 0o700 });
	await writeFile(path.join(unfinished, "database.tar"), image, { mode: 0o600 });
	const key = path.join(env().DATA_DIR, "secret-key");
	if (existsSync(key)) await copyFile(key, path.join(unfinished, "secret-key"));
	await rename(unfinished, folder);
	return `Backed up to ${folder} (${Math.ceil(image.length / 1_048_576)} MB). Keep it as safe as the database.`;
}
