import type { ComponentType } from "react";
import { renderToString } from "react-dom/server";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server";
import { beforeAll, describe, expect, it } from "vitest";
import { addDays, dateAt } from "#app/base/time.ts";
import { orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import * as account from "#app/routes/success/account/account-success.tsx";
import * as accountEdit from "#app/routes/success/account/account-success-edit.tsx";
import * as play from "#app/routes/success/play/play.tsx";
import * as queue from "#app/routes/success/queue/queue.tsx";
import * as ownActions from "#app/routes/success/rules/own-actions.tsx";
import * as rules from "#app/routes/success/rules/rules.tsx";
import { house } from "#db/context.ts";
import { inDays, makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { text } from "#tests/ui/render.tsx";

type Module = { loader: (args: never) => Promise<unknown>; action?: (args: never) => unknown; default: ComponentType };

let org: TestOrg;
let other: TestOrg;
const cookies = {} as Record<"user" | "viewer" | "manager" | "stranger", string>;
let made: { accountId: string; playId: string };

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
	for (const { id } of [org, other])
		await house().database.owner.query(`update organisations set time_zone = 'UTC' where id = $1`, [id]);
	for (const role of ["user", "viewer", "manager"] as const) cookies[role] = await cookieOf(org, role);
	cookies.stranger = await cookieOf(other, "owner");
	made = await makePlay(org, { name: "Orchard & Sons", days: 50 });
	await makePlay(org, { name: "Mill", days: 5 });
});

type At = { path: string; id?: string | undefined; as?: keyof typeof cookies };

/** The page's words as its server draws them. */
async function look(module: Module, { path, id, as = "user" }: At): Promise<string> {
	const cookie = cookies[as];
	const data = await module.loader(argsFor({ cookie, path, ...(id ? { params: { id } } : {}) }));
	const handler = createStaticHandler([
		{ path: "*", id: "page", loader: () => JSON.parse(JSON.stringify(data)), Component: module.default },
	]);
	const context = await handler.query(new Request(`http://localhost${path}`));
	if (context instanceof Response) throw new Error(`${path} answered ${context.status}`);
	const router = createStaticRouter(handler.dataRoutes, context);
	const html = renderToString(<StaticRouterProvider router={router} context={context} hydrate={false} />);
	return text(html);
}

const post = (module: Module, { path, id, as = "user" }: At, fields: Record<string, string>) =>
	answerOf(module.action!(argsFor({ cookie: cookies[as], path, ...(id ? { params: { id } } : {}), fields })));
const statusOf = (done: Promise<unknown>) => done.then(() => 200).catch((error: Response) => error.status);

describe("the pages of customer success", () => {
	it("SUCCESS-4 the queue shows one's plays by priority with what it is made of, in three queries", async () => {
		const words = await look(queue as never, { path: "/success" });
		expect(words.indexOf("Mill")).toBeLessThan(words.indexOf("Orchard & Sons"));
		for (const part of ["stage", "revenue", "workload"]) expect(words, part).toMatch(new RegExp(`${part} \\d+\\.\\d`));
		expect(words).toContain("Renews in 50 days");
		expect(words).toContain("Open first play");
		const asked = await statementsOf(() => queue.loader(argsFor({ cookie: cookies.manager, path: "/success?of=all" })));
		expect(asked.filter((sql) => /plays/.test(sql))).toHaveLength(3);
	});

	it("SUCCESS-4 it is narrowed by type and stage, is empty in words, and others' are a manager's to see", async () => {
		const critical = await look(queue as never, { path: "/success?stage=critical" });
		expect(critical).toContain("Orchard & Sons");
		expect(critical).not.toContain("|Mill|");
		expect(await look(queue as never, { path: "/success?type=risk" })).toContain("Nothing matches these filters");
		expect(await look(queue as never, { path: "/success?where=away" })).toContain("Nothing is snoozed");
		expect(await look(queue as never, { path: "/success?of=all", as: "manager" })).toContain("Orchard & Sons");
		const asked = (as: keyof typeof cookies, path: string) =>
			statusOf(queue.loader(argsFor({ cookie: cookies[as], path })));
		expect(await asked("user", "/success?of=all")).toBe(403);
		expect(await asked("viewer", `/success?of=${org.members.user.id}`)).toBe(403);
		expect(await look(queue as never, { path: "/success?of=all", as: "stranger" })).not.toContain("Orchard");
	});

	it("SUCCESS-5 a play is begun, asked within, its step refused with what was typed, completed, and the play ended", async () => {
		const at = { path: `/success/${made.playId}`, id: made.playId };
		expect(await look(play as never, at)).toContain("Begin the play");
		expect(await post(play as never, at, { act: "open" })).toMatchObject({ status: 303, to: at.path });
		const begun = await look(play as never, at);
		expect(begun).toContain("Make the offer");
		expect(begun).toContain("0 of 3");
		expect(begun).toContain("They ask for a discount");
		expect(begun).toContain("Why this priority");
		const { play: shown } = (await play.loader(
			argsFor({ cookie: cookies.user, path: at.path, params: { id: at.id } }),
		)) as never as {
			play: { now: { stepId: string } };
		};
		const stepId = shown.now.stepId;
		await post(play as never, at, { act: "ask", stepId, text: "What do they pay a year?" });
		await post(play as never, at, { act: "fixed", stepId, question: "They ask for a discount" });
		const talked = await look(play as never, at);
		expect(talked).toContain("By rules, without a model");
		expect(talked).toContain("offer a longer term before a lower price");
		const refused = await post(play as never, at, { act: "complete-step", stepId, "values[1]": "Ann" });
		expect(refused).toMatchObject({
			status: 422,
			reply: { result: { error: { "values[0]": ["This has to be filled in."] }, initialValue: { stepId } } },
		});
		const done = await post(play as never, at, { act: "complete-step", stepId, "values[0]": inDays(0) });
		expect(done).toMatchObject({ status: 303, flash: { message: "The step is done." } });
		expect(await look(play as never, at)).toContain("1 of 3");
		const late = await post(play as never, at, { act: "complete-step", stepId, "values[0]": inDays(0) });
		expect(late).toMatchObject({ status: 409 });
		expect(await post(play as never, at, { act: "complete", outcome: "renewed" })).toMatchObject({
			status: 303,
			to: "/success",
		});
		expect(await look(play as never, at)).toContain("Completed: Renewed");
		expect(await look(queue as never, { path: "/success" })).not.toContain("Orchard & Sons");
	});

	it("SUCCESS-6 snoozing asks for a day that is still to come, at the member's own clock, and says when it is back", async () => {
		const { playId } = await makePlay(org, { name: "Later" });
		const at = { path: `/success/${playId}`, id: playId };
		const before = await post(play as never, at, { act: "snooze", day: inDays(-2), time: "09:00" });
		expect(before).toMatchObject({
			status: 422,
			reply: { result: { error: { day: ["Choose a day that is still to come."] } } },
		});
		const day = addDays(dateAt(house().database.clock.now().getTime(), "UTC"), 6);
		expect(await post(play as never, at, { act: "snooze", day, time: "09:30" })).toMatchObject({ status: 303 });
		const [row] = await house().database.owner.query<{ due_at: Date }>("select due_at from plays where id = $1", [
			playId,
		]);
		expect(new Date(row!.due_at).toISOString()).toBe(`${day}T09:30:00.000Z`);
		expect(await look(play as never, at)).toContain("It comes back");
		expect(await look(queue as never, { path: "/success?where=away" })).toContain("Later");
	});

	it("SUCCESS-5 a viewer sees a play without its forms; another organisation finds none", async () => {
		const { playId } = await makePlay(org, { name: "Watched" });
		const at = { path: `/success/${playId}`, id: playId };
		expect(await look(play as never, { ...at, as: "viewer" })).not.toContain("Begin the play");
		expect((await post(play as never, { ...at, as: "viewer" }, { act: "open" })).status).toBe(403);
		expect((await post(play as never, { ...at, as: "stranger" }, { act: "open" })).status).toBe(404);
		const loaded = play.loader(argsFor({ cookie: cookies.stranger, path: at.path, params: { id: playId } }));
		expect(await statusOf(loaded)).toBe(404);
	});

	it("SUCCESS-2 the rules' page previews who would move, keeps what was typed, and applies", async () => {
		await makePlay(org, { name: "Fifty", days: 50 });
		await asActor(org.id, SYSTEM, (ctx) => orchestrate(ctx));
		const kept = (await rules.loader(argsFor({ cookie: cookies.manager, path: "/success/rules" }))) as never as {
			rules: Record<string, number | boolean>;
			version: number;
		};
		const fields = (more: Record<string, string>) => ({
			...Object.fromEntries(
				Object.entries(kept.rules).map(([name, value]) => [name, value === true ? "on" : String(value)]),
			),
			...more,
		});
		const tried = new URLSearchParams({ ...fields({ criticalDays: "45" }), preview: "1" });
		const words = await look(rules as never, { path: `/success/rules?${tried}`, as: "manager" });
		expect(words).toMatch(/Fifty\|.*Renewal\|Critical\|Prepare/);
		expect(words).toContain("Nothing is saved yet.");
		const wrong = new URLSearchParams({ ...fields({ weightStage: "90" }), preview: "1" });
		expect(await look(rules as never, { path: `/success/rules?${wrong}`, as: "manager" })).toContain(
			"The six weights have to be 100 together; these are 150.",
		);
		const at = { path: "/success/rules", as: "manager" } as const;
		const applied = await post(rules as never, at, fields({ criticalDays: "45", version: "0" }));
		expect(applied).toMatchObject({ status: 303, to: "/success/rules" });
		expect((await post(rules as never, at, fields({ criticalDays: "44", version: "0" }))).status).toBe(409);
		expect((await post(rules as never, { ...at, as: "user" }, fields({ version: "1" }))).status).toBe(403);
	});

	it("SUCCESS-6 own actions are added and removed by a manager alone", async () => {
		const at = { path: "/success/actions", as: "manager" } as const;
		expect((await post(ownActions as never, at, { do: "add", label: "Wait", act: "snooze" })).status).toBe(422);
		expect((await post(ownActions as never, at, { do: "add", label: "Wait", act: "snooze", days: "3" })).status).toBe(
			303,
		);
		expect(await look(ownActions as never, at)).toContain("Snooze, 3 days");
		expect(
			(await post(ownActions as never, { ...at, as: "user" }, { do: "add", label: "X", act: "skip" })).status,
		).toBe(403);
	});

	it("SUCCESS-1 an account's figures are edited by its form, and shown with their history and its plays", async () => {
		const id = made.accountId;
		const edit = { path: `/accounts/${id}/success/edit`, id };
		expect(await look(accountEdit as never, edit)).toContain("Who decides");
		const fields = {
			...{ plan: "growth", health: "64", activeUsers: "30", seats: "40", renewalOn: inDays(50) },
			...{ "contracts[0].title": "Master agreement", "contracts[0].value": "1,250.50" },
			...{
				"stakeholders[0].name": "Ann Oak",
				"stakeholders[0].influence": "high",
				"stakeholders[0].sentiment": "positive",
			},
			...{ "stakeholders[1].name": "", "stakeholders[1].influence": "low", "stakeholders[1].sentiment": "unknown" },
		};
		expect(await post(accountEdit as never, edit, fields)).toMatchObject({
			status: 303,
			to: `/accounts/${id}/success`,
		});
		await post(accountEdit as never, edit, { ...fields, health: "51" });
		const words = await look(account as never, { path: `/accounts/${id}/success`, id, as: "viewer" });
		for (const shown of ["51 of 100", "75 %", "Master agreement", "$1,250.50", "Ann Oak", "Health: 51", "2 values"])
			expect(words).toContain(shown);
		const wrong = await post(accountEdit as never, edit, { ...fields, health: "300" });
		expect(wrong).toMatchObject({ status: 422, reply: { result: { error: { health: ["Not above 100."] } } } });
		expect((await post(accountEdit as never, { ...edit, as: "viewer" }, fields)).status).toBe(403);
		expect((await post(accountEdit as never, { ...edit, as: "stranger" }, fields)).status).toBe(404);
	});
});
