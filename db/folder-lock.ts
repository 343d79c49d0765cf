import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
	for (let tries = 0; tries < TRIES; tries++) {
		if (place(file, mine)) {
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
		if (holder !== undefined && !removeStale(file, holder, mine)) sleep(WAIT_MS);
	}
	throw new Error(`The data folder ${folder} could not be locked.`);
}

/** How often, and after how long, a process tries again while another one clears a dead process's lock away. */
const TRIES = 100;
const WAIT_MS = 20;

/** Puts a lock there with its text in one step: a file that is made first and written then is empty for a moment. */
function place(file: string, text: string): boolean {
	const draft = `${file}.${process.pid}`;
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

/**
 * Takes a dead process's lock away, one process at a time: who looked before another took the folder over must not
 * take that one's lock. False while somebody else is at it.
 */
function removeStale(file: string, holder: string, mine: string): boolean {
	const turn = `${file}.turn`;
	if (!place(turn, mine)) {
		const other = readLock(turn);
		if (other !== undefined && !isAlive(other)) rmSync(turn, { force: true });
		return false;
	}
	try {
		if (readLock(file) === holder) rmSync(file, { force: true });
		return true;
	} finally {
		rmSync(turn, { force: true });
	}
}

function sleep(ms: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
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
