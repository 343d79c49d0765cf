import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
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
	for (let tries = 0; tries < 3; tries++) {
		try {
			const handle = openSync(file, "wx", 0o600);
			writeSync(handle, mine);
			closeSync(handle);
			return () => {
				if (readLock(file) === mine) rmSync(file, { force: true });
			};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
			const holder = readLock(file);
			if (holder && isAlive(holder)) {
				throw new Error(
					`Perigee already runs on the data folder ${folder} (process ${holder.split(" ")[0]}). Stop it first, or set DATA_DIR to another folder.`,
				);
			}
			rmSync(file, { force: true });
		}
	}
	throw new Error(`The data folder ${folder} could not be locked.`);
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
