import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkAxe, openBrowser } from "#tests/support/browser.ts";

// The browser support itself: a check that cannot fail proves nothing about the product.

const pages: Record<string, string> = {
	"/well": "<main><h1>Well</h1></main>",
	"/ill": "<main><h1>Ill</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></main>",
	"/inline": "<main><h1>Inline</h1></main><script>document.title = 'run'</script>",
	"/throws": "<main><h1>Throws</h1></main><script src='/throws.js'></script>",
};
const server = createServer((request, response) => {
	const path = request.url ?? "/";
	response.setHeader("Content-Security-Policy", "default-src 'self'; img-src data:");
	if (path === "/throws.js") {
		response.setHeader("Content-Type", "text/javascript").end("throw new Error('on purpose')");
		return;
	}
	response.setHeader("Content-Type", "text/html; charset=utf-8");
	const icon = "<link rel='icon' href='data:,'>";
	response.end(
		`<!doctype html><html lang="en"><head><title>Page</title>${icon}</head><body>${pages[path] ?? ""}</body>`,
	);
});
let url = "";

beforeAll(async () => {
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (typeof address === "object" && address) url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => server.close());

test("a page without faults passes, with a content security policy and without JavaScript", async () => {
	const plain = await openBrowser({ javaScript: false, width: 390 });
	await plain.page.goto(`${url}/well`);
	await plain.close();
	const full = await openBrowser({ theme: "dark" });
	await full.page.goto(`${url}/well`);
	expect(await checkAxe(full.page)).toEqual([]);
	await full.close();
});

test("axe's findings are named", async () => {
	const { page, close } = await openBrowser();
	await page.goto(`${url}/ill`);
	expect((await checkAxe(page)).map((finding) => finding.rule)).toEqual(["image-alt"]);
	await close();
});

test("a violated content security policy and an uncaught error fail the test that met them", async () => {
	const inline = await openBrowser();
	await inline.page.goto(`${url}/inline`);
	await expect(inline.close()).rejects.toThrow(/Content Security Policy/i);
	const throws = await openBrowser();
	await throws.page.goto(`${url}/throws`);
	await expect(throws.close()).rejects.toThrow("on purpose");
});
