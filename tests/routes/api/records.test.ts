import { describe, expect, test } from "vitest";
import { callApi, makeKey } from "#tests/support/api.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { key, newLead, openTwoFirms, org, strangers } from "./two-firms.ts";

openTwoFirms();

describe("messages, events and the status in the API", () => {
	test("MSG-1 the outbox tells each message's state and its lead", async () => {
		const { body: lead } = await newLead();
		await runJobs(new Date(lead.touches[0].plannedAt));
		const { status, body } = await callApi(key, `/api/messages?leadId=${lead.id}`);
		expect(status).toBe(200);
		expect(body.data[0]).toMatchObject({ leadId: lead.id, channel: "email", direction: "out", purpose: "sequence" });
		expect(body.data[0].state).toBe("held");
		expect((await callApi(strangers, `/api/messages?leadId=${lead.id}`)).body.data).toEqual([]);
	});

	test("AUDIT-1 a change by key stands in the log with the key, and is walked by cursor", async () => {
		const { body: lead } = await newLead();
		const patched = await callApi(key, `/api/leads/${lead.id}`, { method: "PATCH", body: { title: "Changed" } });
		const first = await callApi(key, `/api/events?subject=lead:${lead.id}&limit=1`);
		expect(first.body.data[0]).toMatchObject({
			name: "lead.changed",
			actor: { kind: "api-key", name: "The owner" },
			changes: { title: ["Brakes", "Changed"] },
			ip: "203.0.113.9",
			requestId: patched.headers.get("x-request-id"),
		});
		const second = await callApi(key, `/api/events?subject=lead:${lead.id}&limit=1&cursor=${first.body.next}`);
		expect(second.body.data[0].name).toBe("lead.created");
		expect((await callApi(strangers, `/api/events?subject=lead:${lead.id}`)).body.data).toEqual([]);
		expect((await callApi(await makeKey(org, "manager"), "/api/events")).status).toBe(403);
		expect((await callApi(key, "/api/events?from=yesterday")).status).toBe(422);
	});

	test("the system's status says what is switched on, without an address or a secret", async () => {
		const { status, body } = await callApi(key, "/api/system/status");
		expect(status).toBe(200);
		expect(body.sending.email).toEqual({ environment: false, organisation: false, sends: false });
		expect(body.providers).toEqual({ email: false, sms: false, models: [] });
		expect(JSON.stringify(body)).not.toMatch(/secret|sealed|key/i);
	});
});
