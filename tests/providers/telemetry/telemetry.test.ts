import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readEnv } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { describeError } from "#app/base/log.ts";
import { faultOrigin } from "#app/base/telemetry.ts";
import { openTelemetry } from "#app/providers/telemetry/open.ts";
import { readDsn } from "#app/providers/telemetry/sentry.ts";
import { as, makeOrg, openTestHouse } from "#tests/support/house.ts";

type Got = { url: string; headers: IncomingMessage["headers"]; body: string };

describe("telemetry", () => {
	const got: Got[] = [];
	const server = createServer(async (message, response) => {
		let body = "";
		for await (const chunk of message) body += chunk;
		got.push({ url: message.url!, headers: message.headers, body });
		response.end("{}");
	});
	let at: string;
	beforeAll(async () => {
		await openTestHouse();
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	beforeEach(() => void got.splice(0));
	afterAll(() => void server.close());

	test("OPS-3 a fault goes to Sentry with organisation, member and request id, and without its words", async () => {
		const org = await makeOrg();
		const thrown: Error = await as(org, "user", async (ctx) => {
			await sql`select 'ann@secret.example'::uuid`.execute(ctx.db);
		}).catch((error) => error);
		const telemetry = openTelemetry(readEnv({ SENTRY_DSN: `http://abc@${at}/42` }));
		telemetry.fault(thrown, { requestId: "request-1" });
		await telemetry.close();
		expect(got.map((each) => each.url)).toEqual(["/api/42/envelope/"]);
		expect(got[0]!.headers["x-sentry-auth"]).toContain("sentry_key=abc");
		const [header, item, event] = got[0]!.body
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(header.event_id).toMatch(/^[0-9a-f]{32}$/);
		expect([item.type, event.event_id]).toEqual(["event", header.event_id]);
		expect(event.tags).toEqual({ organisation: org.id, request_id: "request-1" });
		expect(event.user).toEqual({ id: org.members.user.id });
		expect(event.exception.values[0].value).toBe("SQLSTATE 22P02");
		expect(event.exception.values[0].stacktrace.frames.length).toBeGreaterThan(0);
		expect(got[0]!.body).not.toContain("ann@secret");
	});

	test("OPS-3 a minute's faults are one message to Slack, counted by kind, with requests and without their words", async () => {
		const telemetry = openTelemetry(readEnv({ ALERT_SLACK_URL: `http://${at}/services/T/B/X` }));
		const thrown = () => new TypeError("ann@secret.example wrote");
		for (const requestId of ["r-1", "r-2"]) telemetry.fault(thrown(), { requestId });
		telemetry.fault(new Error("other"), { job: "leads.send-touch" });
		await telemetry.close();
		expect(got.map((each) => each.url)).toEqual(["/services/T/B/X"]);
		const { text } = JSON.parse(got[0]!.body) as { text: string };
		expect(text).toContain("3 faults at http://localhost:3000 in the last minute");
		expect(text).toMatch(/• 2 × TypeError in telemetry\.test\.ts:\d+ \(request r-1, request r-2\)/);
		expect(text).toMatch(/• 1 × Error in .* \(job leads\.send-touch\)/);
		expect(text).not.toContain("ann@secret");
	});

	test("OPS-3 a transaction's fault remembers its request, an expected refusal keeps its own words", async () => {
		const org = await makeOrg();
		const error = new Error("broken");
		await as(org, "owner", async () => Promise.reject(error)).catch(() => undefined);
		expect(faultOrigin(error)).toMatchObject({ org: org.id, member: org.members.owner.id });
		expect(faultOrigin(new Error("elsewhere"))).toEqual({});
	});

	test("OPS-3 requests and jobs go out as spans by OTLP", async () => {
		const telemetry = openTelemetry(readEnv({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://${at}` }));
		const startedAt = 1_790_000_000_000;
		const attributes = { "http.response.status_code": 503, "perigee.request_id": newId() };
		telemetry.span({
			name: "GET /leads",
			kind: "server",
			startedAt,
			endedAt: startedAt + 12,
			failed: true,
			attributes,
		});
		await telemetry.close();
		expect(got[0]!.url).toBe("/v1/traces");
		const [resource] = JSON.parse(got[0]!.body).resourceSpans;
		expect(resource.resource.attributes[0]).toEqual({ key: "service.name", value: { stringValue: "perigee" } });
		expect(resource.scopeSpans[0].spans[0]).toMatchObject({
			traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
			spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
			kind: 2,
			startTimeUnixNano: "1790000000000000000",
			endTimeUnixNano: "1790000000012000000",
			status: { code: 2 },
		});
	});

	test("OPS-3 a receiver that is away costs nobody anything, and a flood is cut", async () => {
		const telemetry = openTelemetry(readEnv({ SENTRY_DSN: "http://abc@127.0.0.1:1/42" }));
		telemetry.fault(new Error("lost"), {});
		await expect(telemetry.close()).resolves.toBeUndefined();
		const flooded = openTelemetry(readEnv({ SENTRY_DSN: `http://abc@${at}/42` }));
		for (let index = 0; index < 500; index++) flooded.fault(new Error("again"), {});
		await flooded.close();
		expect(got).toHaveLength(100);
	});

	test("OPS-3 a DSN with a path and one that is none", () => {
		expect(readDsn("https://k@sentry.example/team/7").url).toBe("https://sentry.example/team/api/7/envelope/");
		expect(() => readDsn("https://sentry.example/7")).toThrow("SENTRY_DSN");
	});

	test("OPS-3 the log leaves out what Postgres tells of a row's values", () => {
		const refused = Object.assign(new Error("duplicate key value violates unique constraint"), {
			code: "23505",
			detail: "Key (email)=(ann@secret.example) already exists.",
		});
		expect(JSON.stringify(describeError(refused))).not.toContain("ann@secret");
		expect(describeError(refused)).toMatchObject({ code: "23505", message: refused.message });
		const unread = Object.assign(new Error('invalid input syntax for type uuid: "ann@secret.example"'), {
			code: "22P02",
		});
		expect(JSON.stringify(describeError(unread))).not.toContain("ann@secret");
	});
});
