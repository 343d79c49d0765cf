import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { answerHook, hook } from "#app/doors/hooks/hook.ts";
import { Clock } from "#db/clock.ts";
import { house } from "#db/context.ts";
import { openTestHouse } from "#tests/support/house.ts";

test("OPS-3 a webhook is received at the database's time, so that a machine whose clock is wrong refuses no signature", async () => {
	await openTestHouse();
	const clock = new Clock(async () => Date.now() - 600_000);
	await clock.start(() => undefined);
	house().database.clock = clock;
	const seen: Date[] = [];
	const definition = hook({
		path: "/hooks/test",
		maxBytes: 100,
		async admit({ now }) {
			seen.push(now);
		},
		async receive({ now }) {
			seen.push(now);
			return { status: 200, body: {} };
		},
	});
	const server = createServer((message, response) => {
		const url = new URL("http://localhost/hooks/test");
		void answerHook(definition, message, response, { params: {}, url, requestId: "test", ip: "127.0.0.1" });
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
		method: "POST",
		body: "x",
	});
	clock.stop();
	server.closeAllConnections();
	server.close();
	expect(answer.status).toBe(200);
	for (const now of seen) expect(Math.abs(now.getTime() - (Date.now() - 600_000))).toBeLessThan(5_000);
	expect(seen).toHaveLength(2);
});
