import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAssets } from "#app/doors/entrance/assets.ts";

describe("built files", () => {
	const folder = mkdtempSync(path.join(tmpdir(), "perigee-assets-"));
	const server = createServer();
	let base: string;
	beforeAll(async () => {
		mkdirSync(path.join(folder, "assets"));
		writeFileSync(path.join(folder, "assets/a-123.js"), "let a;");
		writeFileSync(path.join(folder, "assets/a-123.js.map"), "{}");
		writeFileSync(path.join(folder, "chat.js"), "let b;");
		const answer = openAssets(folder);
		server.on("request", (message, response) => {
			if (!answer(message, response, message.url!)) response.writeHead(404).end();
		});
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(() => void server.close());

	test("are kept for ever when their names say their content, else asked for again", async () => {
		const named = await fetch(`${base}/assets/a-123.js`);
		expect(named.headers.get("cache-control")).toContain("immutable");
		expect(named.headers.get("content-type")).toContain("text/javascript");
		expect(await named.text()).toBe("let a;");
		const plain = await fetch(`${base}/chat.js`);
		expect(plain.headers.get("cache-control")).toBe("public, no-cache");
		const again = await fetch(`${base}/chat.js`, { headers: { "If-None-Match": plain.headers.get("etag")! } });
		expect(again.status).toBe(304);
	});

	test("hold no source maps, no other methods and nothing outside", async () => {
		expect((await fetch(`${base}/assets/a-123.js.map`)).status).toBe(404);
		expect((await fetch(`${base}/chat.js`, { method: "POST" })).status).toBe(404);
		expect((await fetch(`${base}/assets/..%2f..%2fpackage.json`)).status).toBe(404);
		expect((await (await fetch(`${base}/chat.js`, { method: "HEAD" })).text()).length).toBe(0);
	});

	test("are answered after a deployment took them away from under the process", async () => {
		rmSync(folder, { recursive: true });
		expect(await (await fetch(`${base}/chat.js`)).text()).toBe("let b;");
	});
});
