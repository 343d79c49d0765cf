import { PDFDocument, StandardFonts } from "pdf-lib";
import { beforeAll, describe, expect, test } from "vitest";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import * as file from "#app/routes/knowledge/document/document-file.ts";
import * as original from "#app/routes/knowledge/document/document-original.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

describe("originals", () => {
	let org: TestOrg;
	let cookie: string;
	let pdf: Buffer;
	const ids = { pdf: "", page: "" };
	const add = (name: string, bytes: Buffer) => {
		const stream = (async function* () {
			yield bytes;
		})();
		return addDocument((fn) => as(org, "user", fn), { name, mediaType: "text/html", bytes: stream }, {});
	};
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookie = await cookieOf(org, "viewer");
		const made = await PDFDocument.create();
		const font = await made.embedFont(StandardFonts.Helvetica);
		for (const words of ["Page of contents.", "The warranty stands here."])
			made.addPage([300, 200]).drawText(words, { x: 20, y: 100, size: 12, font });
		pdf = Buffer.from(await made.save());
		ids.pdf = (await add("manual.pdf", pdf)).id;
		ids.page = (await add("page.html", Buffer.from("<p>Hello there</p><script>alert(1)</script>"))).id;
		await runJobs();
	});
	const open = (route: { loader: typeof original.loader }, id: string, path: string) =>
		route.loader(argsFor({ cookie, path, params: { id } })) as Promise<Response>;

	test("KB-4: a PDF is opened in the browser's own reader, and may load and run nothing", async () => {
		const response = await open(original, ids.pdf, `/knowledge/${ids.pdf}/original`);
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe("application/pdf");
		expect(response.headers.get("content-disposition")).toMatch(/^inline; filename="manual\.pdf"/);
		expect(response.headers.get("x-content-type-options")).toBe("nosniff");
		const policy = response.headers.get("content-security-policy")!;
		expect(policy).toContain("default-src 'none'");
		expect(policy).not.toContain("script-src");
		expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).toBe(true);
		const args = argsFor({ cookie, path: `/knowledge/${ids.pdf}/original`, params: { id: ids.pdf } }) as never as {
			request: Request;
		};
		args.request.headers.set("range", "bytes=0-4");
		const part = (await original.loader(args as never)) as Response;
		expect(part.status).toBe(206);
		expect(await part.text()).toBe("%PDF-");
	});

	test("KB-4: whatever is no PDF is never shown, only downloaded", async () => {
		const answer = await open(original, ids.page, `/knowledge/${ids.page}/original`);
		expect(answer.status).toBe(302);
		expect(answer.headers.get("location")).toBe(`/knowledge/${ids.page}/file?number=1`);
		const download = await open(file as never, ids.page, `/knowledge/${ids.page}/file?number=1`);
		expect(download.headers.get("content-type")).toBe("application/octet-stream");
		expect(download.headers.get("content-disposition")).toMatch(/^attachment/);
	});

	test("KB-4: another organisation's original is not there", async () => {
		const other = await makeOrg();
		const path = `/knowledge/${ids.pdf}/original`;
		const theirs = argsFor({ cookie: await cookieOf(other, "owner"), path, params: { id: ids.pdf } });
		const answer = (await original.loader(theirs).catch((error: unknown) => error)) as Response & {
			init?: ResponseInit;
		};
		expect(answer.init?.status ?? answer.status).toBe(404);
	});
});
