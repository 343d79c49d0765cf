import { cpSync, mkdirSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "#app/base/ids.ts";

const COPIES = "perigee-tests-";

/** Where images of the migrated embedded database are kept between runs. */
export const IMAGE_FOLDER = ".cache";

/** Where the archive stands; set by the setup, inherited by each test file's process. */
export function imageFile(): string {
	const file = process.env.PERIGEE_TEST_IMAGE;
	if (!file) throw new Error("no image of the database was made");
	return file;
}

/** The same database as a folder, beside its archive. */
export const folderOf = (file: string): string => `${file.replace(/\.tar/, "")}.folder`;

/** Tells the processes of the test files where the image stands, and where copies of it go. */
export function setImageFile(file: string): void {
	process.env.PERIGEE_TEST_IMAGE = file;
	const room = roomiest();
	removeOrphans(room);
	process.env.PERIGEE_TEST_COPIES = join(room, `${COPIES}${process.pid}`);
	mkdirSync(process.env.PERIGEE_TEST_COPIES, { recursive: true });
}

/** A folder with a database of one's own: opening a copy takes a third of the time of unpacking the archive. */
export function copyOfImage(): string {
	const copy = join(process.env.PERIGEE_TEST_COPIES!, newId());
	cpSync(folderOf(imageFile()), copy, { recursive: true });
	return copy;
}

/** Removes what the run's test files left of their copies. */
export function removeCopies(): void {
	rmSync(process.env.PERIGEE_TEST_COPIES!, { recursive: true, force: true });
}

/** Removes the copies of runs that were killed before they could do it themselves. */
function removeOrphans(room: string): void {
	for (const name of readdirSync(room)) {
		if (name.startsWith(COPIES) && !isAlive(Number(name.slice(COPIES.length)))) {
			rmSync(join(room, name), { recursive: true, force: true });
		}
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Somebody else's process is alive too.
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}

/** Memory where there is enough of it, else the disk. */
function roomiest(): string {
	try {
		const { bavail, bsize } = statfsSync("/dev/shm");
		return bavail * bsize > 4 * 2 ** 30 ? "/dev/shm" : tmpdir();
	} catch {
		return tmpdir();
	}
}
