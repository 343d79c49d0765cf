import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { contracts } from "#jobs/contracts.ts";
import { folderOf, IMAGE_FOLDER, imageFile, removeCopies, setImageFile } from "./image-file.ts";

/**
 * Migrates an empty embedded database and keeps it, as an archive and as a folder; each test file opens a copy of its
 * own. Both stay for the next run as long as nothing that they are made from has changed.
 */
export default async function makeImage(): Promise<() => void> {
	setImageFile(join(IMAGE_FOLDER, `test-image-${fingerprint()}.tar`));
	if (!existsSync(folderOf(imageFile()))) await keepImage(imageFile());
	return removeCopies;
}

async function keepImage(file: string): Promise<void> {
	const migrated = openDatabase({});
	await migrate(migrated, "db/migrations", contracts);
	const image = await migrated.embedded!.dump();
	await migrated.close();
	mkdirSync(IMAGE_FOLDER, { recursive: true });
	// Whole or not at all: another run may look for them now.
	const unfinished = `${file}.${process.pid}`;
	const unpacked = openDatabase({ dataDir: folderOf(unfinished), image });
	await unpacked.embedded!.waitReady;
	await unpacked.close();
	writeFileSync(unfinished, image);
	for (const name of readdirSync(IMAGE_FOLDER)) {
		if (/^test-image-[0-9a-f]+\.(tar|folder)$/.test(name)) {
			rmSync(join(IMAGE_FOLDER, name), { recursive: true, force: true });
		}
	}
	renameSync(folderOf(unfinished), folderOf(file));
	renameSync(unfinished, file);
}

/** Of everything that the image is made from: migrations, the code beside them, the queues and the libraries. */
function fingerprint(): string {
	const hash = createHash("sha256");
	for (const folder of ["db", "db/dialects", "db/jobs", "db/migrations"]) {
		for (const name of readdirSync(folder).sort()) {
			if (/\.(ts|sql)$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
		}
	}
	hash.update(readFileSync("package-lock.json"));
	hash.update(JSON.stringify(contracts, (key, value) => (key === "payload" ? undefined : value)));
	return hash.digest("hex").slice(0, 16);
}
