import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { storeFile } from "#app/domain/files/store-file.ts";
import { downloadFile, readRange } from "#app/doors/files/download.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

describe("downloads", () => {
	let org: TestOrg;
	let fileId: string;
	const content = Buffer.alloc(2_500_000, "0123456789");
	const step = (fn: Parameters<typeof as>[2]) => as(org, "user", fn) as Promise<never>;
	const load = (range?: string) =>
		downloadFile(step, new Request("http://localhost/x", { headers: range ? { range } : {} }), {
			fileId,
			name: 'é"<b>.html',
		});

	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		const bytes = (async function* () {
			yield content;
		})();
		fileId = (await storeFile(step, { name: "x.html", mediaType: "text/html", bytes })).id;
	});

	test("KB-4: the original comes whole, as an attachment that no browser runs", async () => {
		const response = await load();
		expect(response.status).toBe(200);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			"content-type": "application/octet-stream",
			"content-disposition": "attachment; filename=\"___b_.html\"; filename*=UTF-8''%C3%A9%22%3Cb%3E.html",
			"x-content-type-options": "nosniff",
		});
		const got = Buffer.from(await response.arrayBuffer());
		expect(createHash("sha256").update(got).digest("hex")).toBe(createHash("sha256").update(content).digest("hex"));
	});

	test("KB-4: a range over the border of two rows comes alone", async () => {
		const response = await load("bytes=1048570-1048580");
		expect(response.status).toBe(206);
		expect(response.headers.get("content-range")).toBe("bytes 1048570-1048580/2500000");
		expect(await response.text()).toBe(content.toString("latin1", 1_048_570, 1_048_581));
		expect((await load("bytes=9999999-")).status).toBe(416);
	});

	test("KB-4: ranges are read as RFC 9110 says", () => {
		expect(readRange("bytes=0-0", 10)).toEqual([0, 0]);
		expect(readRange("bytes=-3", 10)).toEqual([7, 9]);
		expect(readRange("bytes=5-99", 10)).toEqual([5, 9]);
		expect(readRange("bytes=10-", 10)).toBe("outside");
		expect(readRange("bytes=5-2", 10)).toBe("outside");
		for (const none of [null, "", "bytes=", "bytes=-", "items=0-1", "bytes=0-1,3-4"])
			expect(readRange(none, 10)).toBeUndefined();
	});
});
