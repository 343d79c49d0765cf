import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { ComponentType } from "react";
import { renderToString } from "react-dom/server";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server";
import { beforeAll, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { exampleProgram } from "#app/domain/success/webhook/example.ts";
import { listAccountDeliveries } from "#app/domain/success/webhook/hook-queries.ts";
import { createHook } from "#app/domain/success/webhook/hooks.ts";
import * as delivery from "#app/routes/settings/account-hooks/delivery.tsx";
import * as hook from "#app/routes/settings/account-hooks/hook.tsx";
import * as hooks from "#app/routes/settings/account-hooks/hooks.tsx";
import * as removal from "#app/routes/settings/account-hooks/removal.tsx";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { openHookServer, postDelivery } from "#tests/support/shop-house.ts";
import { text } from "#tests/ui/render.tsx";
import { signDelivery } from "../../../scripts/demo/shop-deliveries.ts";

type Module = { loader: (args: never) => Promise<unknown>; action?: (args: never) => unknown; default: ComponentType };

let server: string;
let org: TestOrg;
let other: TestOrg;
const cookies = {} as Record<"admin" | "user" | "viewer" | "manager" | "stranger", string>;

beforeAll(async () => {
	await openTestHouse();
	server = await openHookServer();
	org = await makeOrg();
	other = await makeOrg("Another firm");
	for (const role of ["admin", "user", "viewer", "manager"] as const) cookies[role] = await cookieOf(org, role);
	cookies.stranger = await cookieOf(other, "owner");
});

const ROOT = "/settings/account-hooks";
type At = { path?: string; params?: Record<string, string>; as?: keyof typeof cookies };

async function look(module: Module, { path: at = ROOT, params = {}, as: who = "user" }: At): Promise<string> {
	const data = await module.loader(argsFor({ cookie: cookies[who], path: at, params }));
	const handler = createStaticHandler([
		{ path: "*", id: "page", loader: () => JSON.parse(JSON.stringify(data)), Component: module.default },
	]);
	const context = await handler.query(new Request(`http://localhost${at}`));
	if (context instanceof Response) throw new Error(`${at} answered ${context.status}`);
	const router = createStaticRouter(handler.dataRoutes, context);
	return text(renderToString(<StaticRouterProvider router={router} context={context} hydrate={false} />));
}

const post = (module: Module, { params = {}, as: who = "admin" }: At, fields: Record<string, string>) =>
	answerOf(module.action!(argsFor({ cookie: cookies[who], path: ROOT, params, fields })));
const statusOf = (done: Promise<unknown>) =>
	done
		.then(() => 200)
		.catch((error: Response | { init: { status: number } }) => ("init" in error ? error.init.status : error.status));

test("SUCCESS-1 an administrator lets a system post: its secret is shown once, changed, and taken away", async () => {
	expect(await look(hooks, { as: "admin" })).toContain("No system posts yet");
	const made = await post(hooks, {}, { name: "Billing" });
	const { id, secret, address } = made.reply!.detail as { id: string; secret: string; address: string };
	expect(secret).toMatch(/^whsec_/);
	expect(address).toMatch(new RegExp(`/hooks/accounts/${id}$`));
	for (const page of [await look(hooks, { as: "admin" }), await look(hook, { params: { hook: id }, as: "admin" })]) {
		expect(page).toContain("Billing");
		expect(page).not.toContain(secret);
	}
	const changed = await post(hook, { params: { hook: id } }, { act: "change-secret" });
	expect(changed.reply!.detail!.secret).toMatch(/^whsec_/);
	expect(await look(hook, { params: { hook: id }, as: "admin" })).toContain("The newest and the former one");
	const removed = await post(hook, { params: { hook: id } }, { act: "remove-former-secret" });
	expect(removed).toMatchObject({ to: `${ROOT}/${id}`, flash: { message: "Only the newest secret holds now." } });
	const gone = await post(removal, { params: { hook: id } }, {});
	expect(gone).toMatchObject({ to: ROOT, flash: { message: "Billing can post no longer." } });
	expect(await statusOf(look(hook, { params: { hook: id } }))).toBe(404);
});

test("SUCCESS-1 who may not, sees or makes nothing; a name that is missing or too long is said beside what was typed", async () => {
	const { id } = await as(org, "admin", (ctx) => createHook(ctx, { name: "Usage" }));
	expect(await statusOf(look(hooks, { as: "viewer" }))).toBe(403);
	expect(await statusOf(look(hook, { params: { hook: id }, as: "stranger" }))).toBe(404);
	expect(await look(hook, { params: { hook: id }, as: "user" })).not.toContain("Change secret");
	expect(await look(hooks, { as: "manager" })).not.toContain("Make secret");
	expect(await statusOf(look(removal, { params: { hook: id }, as: "manager" }))).toBe(403);
	for (const [module, fields] of [
		[hooks, { name: "Mine" }],
		[hook, { act: "change-secret" }],
		[removal, {}],
	] as const)
		expect((await post(module, { params: { hook: id }, as: "manager" }, fields as never)).status).toBe(403);
	expect((await post(hook, { params: { hook: id }, as: "stranger" }, { act: "change-secret" })).status).toBe(404);
	const empty = await post(hooks, {}, { name: " " });
	expect([empty.status, empty.reply!.result.error!.name]).toEqual([422, ["Give it a name."]]);
	const long = await post(hooks, {}, { name: "x".repeat(101) });
	expect(long.reply!.result).toMatchObject({ initialValue: { name: "x".repeat(101) } });
	expect((await post(hook, { params: { hook: id } }, { act: "nonsense" })).status).toBe(422);
	expect(await statusOf(look(delivery, { params: { hook: id, delivery: newId() } }))).toBe(404);
});

test("SUCCESS-1 a member sees of each delivery what became of it and why something was refused", async () => {
	const { id, secret } = await as(org, "admin", (ctx) => createHook(ctx, { name: "Scores" }));
	await as(org, "user", (ctx) => createAccount(ctx, { name: "Mill" }));
	const send = (body: string) =>
		postDelivery(`${server}/hooks/accounts/${id}`, body, signDelivery(body, secret, new Date()));
	const good = await send(
		JSON.stringify([
			{ account: "Mill", health: 5 },
			{ account: "Nobody <b>", health: 5 },
		]),
	);
	const broken = await send("{");
	await runJobs(new Date(Date.now() + 1_000));
	const list = await look(hook, { params: { hook: id } });
	expect(list).toContain("1 account changed, 1 refused");
	expect(list).toContain("The body is not JSON.");
	const one = await look(delivery, { params: { hook: id, delivery: good.body.deliveryId } });
	expect(one).toContain("There is no account with the name “Nobody &lt;b&gt;” here.");
	const other = await look(delivery, { params: { hook: id, delivery: broken.body.deliveryId } });
	expect(other).toContain("Nothing of it was taken.");
	expect(await statusOf(look(delivery, { params: { hook: id, delivery: good.body.deliveryId }, as: "stranger" }))).toBe(
		404,
	);
});

test("SUCCESS-1 the example on the page works as it stands", async () => {
	const { id, secret } = await as(org, "admin", (ctx) => createHook(ctx, { name: "Example" }));
	const account = await as(org, "user", (ctx) => createAccount(ctx, { name: "Orchard", domain: "orchard.example" }));
	const folder = await mkdtemp(path.join(tmpdir(), "example-"));
	const file = path.join(folder, "send.mjs");
	await writeFile(file, exampleProgram(`${server}/hooks/accounts/${id}`));
	const { stdout } = await promisify(execFile)(process.execPath, [file], { env: { ...process.env, SECRET: secret } });
	await rm(folder, { recursive: true });
	expect(stdout).toMatch(/^202 /);
	await runJobs(new Date(Date.now() + 1_000));
	expect((await as(org, "user", (ctx) => listAccountDeliveries(ctx, { hookId: id }))).data).toMatchObject([
		{ state: "processed", changed: 1, refused: 0, late: 0 },
	]);
	expect(await as(org, "viewer", (ctx) => getIntelligence(ctx, account.id))).toMatchObject({
		...{ health: 72, risk: 20, arrCents: 12_000_000, renewalOn: "2027-06-30" },
	});
});
