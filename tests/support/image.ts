import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { contracts } from "#jobs/contracts.ts";
import { IMAGE_FOLDER, imageFile, setImageFile } from "./image-file.ts";

/**
 * Migrates an empty embedded database and keeps its image; each test file loads a copy of its own. The image stays for
 * the next run as long as nothing that it is made from has changed.
 */
export default async function makeImage(): Promise<void> {
	setImageFile(join(IMAGE_FOLDER, `test-image-${fingerprint()}.tar`));
	if (existsSync(imageFile())) return;
	const database = openDatabase({});
	await migrate(database, "db/migrations", contracts);
	mkdirSync(IMAGE_FOLDER, { recursive: true });
	// Whole or not at all: another run may look for it now.
	const unfinished = `${imageFile()}.${process.pid}`;
	writeFileSync(unfinished, await database.embedded!.dump());
	await database.close();
	for (const name of readdirSync(IMAGE_FOLDER)) {
		if (/^test-image-.*\.tar$/.test(name) && join(IMAGE_FOLDER, name) !== imageFile())
			rmSync(join(IMAGE_FOLDER, name), { force: true });
	}
	renameSync(unfinished, imageFile());
}

/** Of everything that the image is made from: migrations, the code beside them, the queues and the libraries. */
function fingerprint(): string {
	const hash = createHash("sha256");
	for (const folder of ["db", "db/migrations"]) {
		for (const name of readdirSync(folder).sort()) {
			if (/\.(ts|sql)$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
		}
	}
	hash.update(readFileSync("package-lock.json"));
	hash.update(JSON.stringify(contracts, (key, value) => (key === "payload" ? undefined : value)));
	return hash.digest("hex").slice(0, 16);
}
