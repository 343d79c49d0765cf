import { parentPort, workerData } from "node:worker_threads";
import { extract } from "./extract.ts";
import { extractPages } from "./extract-pages.ts";
import { Unreadable } from "./unreadable.ts";

// The thread that reads one uploaded file and ends. A file is built by strangers: what it costs to read stays in here.

const { bytes, name, wants } = workerData as { bytes: Uint8Array; name: string; wants: "passages" | "pages" };
try {
	const read = wants === "pages" ? extractPages : extract;
	parentPort!.postMessage({
		extracted: await read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name),
	});
} catch (error) {
	const reason = error instanceof Unreadable ? error.message : undefined;
	parentPort!.postMessage({ reason: reason ?? "The file is damaged in a way that its text cannot be read." });
}
