import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Takes a data folder for this process: the embedded database does not notice a second one on the same folder, and
 * both would ruin it. Throws with the way out while another lives; a lock left by a dead process is taken over.
 * Returns how to give the folder back.
 */
export function takeFolder(folder: string): () => void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const file = path.join(folder, "lock");
	const mine = `${process.pid} ${startedAt(process.pid)}`;
	const draft = `${file}.${process.pid}`;
	for (let tries = 0; tries < 3; tries++) {
		if (place(draft, file, mine)) {
			return () => {
				if (readLock(file) === mine) rmSync(file, { force: true });
			};
		}
		const holder = readLock(file);
		if (holder && isAlive(holder)) {
			throw new Error(
				`Perigee already runs on the data folder ${folder} (process ${holder.split(" ")[0]}). Stop it first, or set DATA_DIR to another folder.`,
			);
		}
		if (holder !== undefined) removeStale(file, draft, holder);
	}
	throw new Error(`The data folder ${folder} could not be locked.`);
}

/** Puts the lock there with its text in one step: a file that is made first and written then is empty for a moment. */
function place(draft: string, file: string, text: string): boolean {
	writeFileSync(draft, text, { mode: 0o600 });
	try {
		linkSync(draft, file);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		return false;
	} finally {
		rmSync(draft, { force: true });
	}
}

/** Takes a dead process's lock away, unless another process has put its own there meanwhile: that goes back. */
function removeStale(file: string, draft: string, holder: string): void {
	try {
		renameSync(file, draft);
		if (readLock(draft) !== holder) linkSync(draft, file);
	} catch (error) {
		if (!["ENOENT", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
	} finally {
		rmSync(draft, { force: true });
	}
}

function readLock(file: string): string | undefined {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return undefined;
	}
}

function isAlive(holder: string): boolean {
	const [pid, started] = holder.split(" ");
	try {
		process.kill(Number(pid), 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
	}
	return startedAt(Number(pid)) === started;
}

/** When a process started, so that a reused process number is not taken for the old one. Linux only; else empty. */
function startedAt(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
	} catch {
		return "";
	}
}
