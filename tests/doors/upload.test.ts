import { beforeAll, expect, test } from "vitest";
import { readFile } from "#app/domain/files/read-file.ts";
import { CHUNK_BYTES, type Step, type StoredFile, storeFile } from "#app/domain/files/store-file.ts";
import { readUpload } from "#app/doors/files/upload.ts";
import { inOrg } from "#db/context.ts";
import { makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
let step: Step;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	step = (fn) => inOrg({ org: org.id, actor: SYSTEM, requestId: "r" }, fn);
});

const EDGE = "----edge";
const head = (name: string) =>
	`--${EDGE}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n`;

/** A form's body as it comes over the wire, piece by piece; `breakOff` ends it with an error instead. */
function post(
	pieces: Iterable<Uint8Array | string>,
	{ breakOff = false, type = `multipart/form-data; boundary=${EDGE}` } = {},
) {
	const source = pieces[Symbol.iterator]();
	const body = new ReadableStream({
		pull(controller) {
			const { value, done } = source.next();
			if (!done) return controller.enqueue(typeof value === "string" ? Buffer.from(value) : value);
			if (breakOff) controller.error(new Error("the line is gone"));
			else controller.close();
		},
	});
	return new Request("http://localhost:3000/imports/new", {
		method: "POST",
		headers: { "content-type": type },
		body,
		duplex: "half",
	} as RequestInit);
}

const keep = (file: Parameters<Parameters<typeof readUpload>[2]>[0]): Promise<StoredFile> =>
	storeFile(step, { name: file.name, mediaType: file.mediaType, bytes: file.bytes });

const count = () =>
	step((ctx) =>
		ctx.db
			.selectFrom("files")
			.select((eb) => eb.fn.countAll<number>().as("n"))
			.executeTakeFirstOrThrow(),
	).then((row) => row.n);

test("CRM-3 a file is kept as it comes in and read again from any byte on", async () => {
	const part = Buffer.alloc(700_001, "abcdefg,");
	const parts = [part, part, part, part];
	const { kept, fields } = await readUpload(
		post([
			head("../../march\\list.csv"),
			...parts,
			`\r\n--${EDGE}\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n--${EDGE}--\r\n`,
		]),
		{},
		keep,
	);
	const all = Buffer.concat(parts);
	expect(fields.get("note")).toBe("hello");
	expect(kept).toEqual([expect.objectContaining({ name: "list.csv", size: all.length })]);
	for (const from of [0, 5, CHUNK_BYTES - 1, CHUNK_BYTES, all.length - 1, all.length]) {
		const read: Buffer[] = [];
		for await (const bytes of readFile(step, kept[0]!.id, from)) read.push(bytes);
		expect(Buffer.concat(read).equals(all.subarray(from))).toBe(true);
	}
});

test("CRM-3 nothing is kept of a file that is too long, breaks off, or comes in a form of another kind", async () => {
	const before = await count();
	const megabyte = Buffer.alloc(1024 * 1024, "x");
	const end = `\r\n--${EDGE}--\r\n`;
	await expect(
		readUpload(post([head("a.csv"), megabyte, megabyte, end]), {}, (file) =>
			storeFile(step, { ...file, mediaType: "text/csv", limit: 1_500_000 }),
		),
	).rejects.toMatchObject({ status: 413 });
	await expect(
		readUpload(post([head("a.csv"), megabyte, megabyte], { breakOff: true }), {}, keep),
	).rejects.toMatchObject({ status: 400 });
	await expect(readUpload(post([head("a.csv"), megabyte, megabyte]), {}, keep)).rejects.toMatchObject({ status: 400 });
	await expect(
		readUpload(post(["a=b"], { type: "application/x-www-form-urlencoded" }), {}, keep),
	).rejects.toMatchObject({ status: 415 });
	await expect(readUpload(post(["x"], { type: "multipart/form-data" }), {}, keep)).rejects.toMatchObject({
		status: 415,
	});
	await expect.poll(count).toBe(before);
});

test("CRM-3 a form with more files than asked for is refused, one without a file is empty", async () => {
	const two = [head("a.csv"), "a\r\n", head("b.csv"), "b", `\r\n--${EDGE}--\r\n`];
	await expect(readUpload(post(two), {}, keep)).rejects.toMatchObject({ status: 422 });
	expect((await readUpload(post([head(""), `\r\n--${EDGE}--\r\n`]), {}, keep)).kept).toEqual([]);
});
