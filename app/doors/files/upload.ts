import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import Busboy from "@fastify/busboy";
import { AppError, invalid, tooLarge } from "#app/base/errors.ts";
import { FILE_BYTES } from "#app/domain/files/store-file.ts";

/** The pages that take files; every other form is held to FORM_BYTES before a byte of it is read. */
const UPLOAD_PATHS = new Set([
	"/imports/new",
	"/knowledge/upload",
	"/api/knowledge/upload",
	"/success/contracts/new",
	"/api/workflows/contracts",
	"/api/workflows/contracts/upload",
]);

/** What stands around the files of a form: its other fields, headers of its parts. */
const ENVELOPE_BYTES = 1024 * 1024;

/** The bytes that a form of files may have at this path, or undefined where none is taken. */
export function uploadLimit(pathname: string): number | undefined {
	return UPLOAD_PATHS.has(pathname.replace(/\.data$/, "")) ? FILE_BYTES + ENVELOPE_BYTES : undefined;
}

export type IncomingFile = { field: string; name: string; mediaType: string; bytes: AsyncIterable<Uint8Array> };

type Limits = { files?: number; fileBytes?: number };

/**
 * Reads a form of files as it comes in: `keep` is given each file in turn, with the fields that stood before it, and reads it to its end,
 * while the rest of the form waits. Files that nobody chose are left out. Throws 413 for what is too long, 415 for what is no such form,
 * 422 for too many files and 400 for one that breaks off. What `keep` throws ends the reading. `digest` is the same for the
 * same fields and files in the same order, whatever a client draws to set them apart.
 */
export async function readUpload<Kept>(
	request: Request,
	{ files: most = 1, fileBytes = FILE_BYTES }: Limits,
	keep: (file: IncomingFile, fields: FormData) => Promise<Kept>,
): Promise<{ kept: Kept[]; fields: FormData; digest: string }> {
	const type = request.headers.get("content-type") ?? "";
	if (Number(request.headers.get("content-length") ?? 0) > most * fileBytes + ENVELOPE_BYTES) {
		throw tooLarge(`${Math.round(fileBytes / 1024 / 1024)} MB file`);
	}
	if (!/^multipart\/form-data\s*;/i.test(type) || !request.body) throw unreadable(415);
	const fields = new FormData();
	const work: Promise<unknown>[] = [];
	const kept: Kept[] = [];
	const prints: string[] = [];
	const source = Readable.fromWeb(request.body as WebStream);
	await new Promise<void>((resolve, reject) => {
		const open = new Set<Readable>();
		const fail = (error: unknown) => {
			source.unpipe();
			source.destroy();
			// Whoever reads a file of this form hears of it too, and takes out what was kept of it.
			for (const bytes of open) bytes.destroy(error as Error);
			reject(error);
		};
		const reader = openReader(type, most);
		reader.on("field", (name, value, nameCut, valueCut) => {
			if (!nameCut && !valueCut) fields.append(name, value);
		});
		reader.on("file", (field, bytes, name, _encoding, mediaType) => {
			if (!name) return void bytes.resume();
			// The one before is kept first: two files at once would be two in memory.
			const before = work.at(-1);
			open.add(bytes);
			bytes.on("error", () => undefined);
			const done = (async () => {
				await before;
				const print = createHash("sha256");
				kept.push(await keep({ field, name, mediaType, bytes: printed(bytes, print) }, fields));
				prints.push(JSON.stringify([field, name, print.digest("hex")]));
			})();
			work.push(done);
			done.catch(fail);
		});
		reader.on("filesLimit", () => fail(invalid(`Choose ${most} files at most.`)));
		reader.on("error", () => fail(unreadable(400)));
		reader.on("finish", () => Promise.all(work).then(() => resolve(), reject));
		source.on("error", () => fail(unreadable(400)));
		source.pipe(reader);
	});
	const digest = createHash("sha256")
		.update(JSON.stringify([[...fields], prints]))
		.digest("hex");
	return { kept, fields, digest };
}

/** The digest of a form of files that is not kept: what `readUpload` would say of it. */
export async function digestUpload(request: Request, limits: Limits): Promise<string> {
	const { digest } = await readUpload(request, limits, async ({ bytes }) => {
		for await (const _ of bytes);
	});
	return digest;
}

async function* printed(bytes: AsyncIterable<Uint8Array>, print: Hash): AsyncGenerator<Uint8Array> {
	for await (const piece of bytes) {
		print.update(piece);
		yield piece;
	}
}

function openReader(type: string, files: number) {
	try {
		return new Busboy({
			headers: { "content-type": type },
			limits: { files, fields: 200, parts: 200 + files, fieldNameSize: 200, fieldSize: 100_000, headerPairs: 50 },
		});
	} catch {
		throw unreadable(415);
	}
}

function unreadable(status: number): AppError {
	return new AppError(status, "unreadable-form", "This form could not be read. Go back and send it again.");
}
