import { getFile, readFile } from "#app/domain/files/read-file.ts";
import type { Step } from "#app/domain/files/store-file.ts";

/** What a PDF may do where the browser shows it in its own reader, which a sandbox would refuse: load and run nothing. */
const PDF_POLICY =
	"default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * A stored file as a download, streamed a megabyte at a time: an attachment, and never shown in the page, since
 * strangers made it. Only what a caller knows to be a PDF by its content may be shown (`inline`), by the browser's own
 * reader. One range of bytes is honoured (RFC 9110, 14.2); 416 for one that lies outside. The caller has checked who may.
 */
export async function downloadFile(
	step: Step,
	request: Request,
	file: { fileId: string; name: string },
	{ inline }: { inline?: "application/pdf" } = {},
): Promise<Response> {
	const { size } = await getFile(step, file.fileId);
	const plain = file.name.replace(/[^\w .()-]/g, "_");
	const headers = new Headers({
		"Content-Type": inline ?? "application/octet-stream",
		"Content-Disposition": `${inline ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${encode(file.name)}`,
		"X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": inline ? PDF_POLICY : "sandbox; default-src 'none'",
		"Cache-Control": "private, no-store",
		"Accept-Ranges": "bytes",
	});
	const range = readRange(request.headers.get("range"), size);
	if (range === "outside") {
		headers.set("Content-Range", `bytes */${size}`);
		return new Response(null, { status: 416, headers });
	}
	const [from, to] = range ?? [0, size - 1];
	headers.set("Content-Length", String(to - from + 1));
	if (range) headers.set("Content-Range", `bytes ${from}-${to}/${size}`);
	const pieces = upTo(readFile(step, file.fileId, from), to - from + 1);
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await pieces.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		cancel: async () => void (await pieces.return(undefined)),
	});
	return new Response(body, { status: range ? 206 : 200, headers });
}

const encode = (name: string) =>
	encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/** The one range that is asked for, first and last byte; undefined for none, several or what is no range. */
export function readRange(header: string | null, size: number): [number, number] | "outside" | undefined {
	const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
	if (!match || (match[1] === "" && match[2] === "")) return undefined;
	const [, first, last] = match;
	const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
	const to = first === "" || last === "" ? size - 1 : Math.min(size - 1, Number(last));
	return from >= size || to < from ? "outside" : [from, to];
}

async function* upTo(pieces: AsyncGenerator<Buffer>, most: number): AsyncGenerator<Buffer, undefined> {
	let left = most;
	for await (const piece of pieces) {
		yield piece.subarray(0, left);
		left -= piece.length;
		if (left <= 0) return;
	}
}
