import { beforeAll, describe, expect, it } from "vitest";
import { executeAction } from "#app/domain/success/actions/execute-action.ts";
import { addOwnAction } from "#app/domain/success/actions/own-actions.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import { countQueue, listQueue } from "#app/domain/success/queue/queue-queries.ts";
import * as account from "#app/routes/success/account/account-success.tsx";
import * as accountArtifacts from "#app/routes/success/artifacts/account-artifacts.tsx";
import * as play from "#app/routes/success/play/play.tsx";
import * as queue from "#app/routes/success/queue/queue.tsx";
import { house } from "#db/context.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { wholeReads } from "#tests/support/whole-reads.ts";
import { text } from "#tests/ui/render.tsx";
import { drawn } from "./drawn.tsx";

let org: TestOrg;
let cookie: string;
let juniper: { accountId: string; playId: string };
let orchard: { accountId: string; playId: string };

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
	juniper = await makePlay(org, { name: "Juniper Home Health" });
	orchard = await makePlay(org, { name: "Orchard & Sons", days: 100 });
});

const draw = (module: unknown, path: string, id = "") => drawn(module as never, { cookie, path, id });
const until = () => new Date(house().database.clock.now().getTime() + 3 * 86_400_000);
const act = (input: Parameters<typeof executeAction>[1]) => as(org, "user", (ctx) => executeAction(ctx, input));

describe("finding one's way in customer success", () => {
	it("SUCCESS-1 an account's pages are called by what they show, with the account once in the way there", async () => {
		for (const [module, path] of [
			[account, `/accounts/${juniper.accountId}/success`],
			[accountArtifacts, `/accounts/${juniper.accountId}/artifacts`],
		] as const) {
			const head = /<header class="page-head">[\s\S]*?<\/header>/.exec(await draw(module, path, juniper.accountId))![0];
			expect(text(head).split("Juniper Home Health")).toHaveLength(2);
			expect(text(head)).toContain("Accounts");
		}
	});

	it("SUCCESS-6 a snoozed play is called so wherever it is told of, and what was done is told as done", async () => {
		const { playId } = await makePlay(org, { name: "Mill" });
		await act({ playId, action: "snooze", until: until(), reason: "On holiday" });
		const words = text(await draw(play, `/success/${playId}`, playId));
		expect(words).toMatch(/\|Snoozed\| by The user [\s\S]*: On holiday/);
		expect(words).toContain("Or snooze it, or give it away");
		const here = text(await draw(queue, "/success"));
		expect(here).toContain("Snoozed (1)");
		const away = text(await draw(queue, "/success?where=away"));
		for (const page of [words, here, away]) expect(page).not.toMatch(/put.{0,6} off|Snooze by/i);
	});

	it("SUCCESS-6 a step that was skipped, an escalation and the firm's own action are told as done", async () => {
		const { playId } = await makePlay(org, { name: "Quay" });
		const path = `/success/${playId}`;
		await answerOf(play.action(argsFor({ cookie, path, params: { id: playId }, fields: { act: "open" } })));
		const { now } = await as(org, "viewer", (ctx) => getPlay(ctx, playId));
		await act({ playId, action: "skip", stepId: now!.stepId, reason: "Done by mail" });
		await act({ playId, action: "escalate", memberId: org.members.manager.id, reason: "Too high" });
		const own = await as(org, "manager", (ctx) =>
			addOwnAction(ctx, { label: "Wait for procurement", act: "snooze", days: 14 }),
		);
		await act({ playId, action: own.id });
		const words = text(await draw(play, `/success/${playId}`, playId));
		expect(words).toMatch(new RegExp(`\\|${now!.settings.title}\\| skipped by The user`));
		expect(words).toContain("|Escalated| by The user");
		expect(words).toContain("|Snoozed| by The user (“Wait for procurement”)");
	});

	it("SUCCESS-5 the customer and why this priority stand folded right under the play's head, without a script", async () => {
		const html = await draw(play, `/success/${juniper.playId}`, juniper.playId);
		const brief = /<details class="[^"]*play-brief[^"]*">[\s\S]*?<\/details>/.exec(html)![0];
		const words = text(brief);
		expect(words).toMatch(/Renews in 30 days · \|?\$50K\|? a year[\s\S]*priority \d+\.\d/);
		expect(words).toMatch(/Why this priority: stage urgency \d+\.\d/);
		expect(brief).toContain('href="#customer"');
		expect(html.indexOf(brief)).toBeLessThan(html.indexOf("Begin the play"));
	});

	it("SUCCESS-4 the box on the queue narrows it by the accounts' names, and stays while one narrows further", async () => {
		const html = await draw(queue, "/success?q=JUNIP&type=renewal");
		expect(html).toMatch(/<form[^>]*action="\/success"[^>]*>/);
		expect(html).toContain('placeholder="Accounts in this queue"');
		expect(html).toContain('<input type="hidden" name="type" value="renewal"');
		const words = text(html);
		expect(words).toContain("Juniper Home Health");
		expect(words).not.toContain("Orchard");
		expect(words).toContain("Called “JUNIP”");
		expect(html).toContain("/success?type=renewal&amp;where=away&amp;q=JUNIP");
		expect(text(await draw(queue, "/success?q=o"))).toContain("Orchard & Sons");
		expect(text(await draw(queue, "/success?q=nobody"))).toContain("Nothing matches “nobody”");
		expect(text(await draw(queue, "/success?q=%25"))).toContain("Nothing matches “%”");
		const other = await makeOrg("Another firm");
		const theirs = await drawn(queue as never, { cookie: await cookieOf(other, "user"), path: "/success?q=juniper" });
		expect(text(theirs)).not.toContain("Juniper Home");
		const asked = await statementsOf(() => queue.loader(argsFor({ cookie, path: "/success?q=juniper" })));
		expect(asked).toHaveLength(3);
	});

	it("SUCCESS-4 a box that is no filter says that it searches everything", async () => {
		const html = await draw(play, `/success/${orchard.playId}`, orchard.playId);
		expect(html).toMatch(/<form[^>]*action="\/search"[\s\S]*?placeholder="Search everything"/);
	});

	it("SUCCESS-4 the box reads no plays from end to end, with 5,000 accounts in play, and pages by key", async () => {
		const [large, beside] = [await makeOrg("Large firm"), await makeOrg("Beside it")];
		const me = large.members.user.id;
		for (const firm of [large, beside])
			await house().database.owner.query(
				`with a as (insert into accounts (org_id, id, name, lifecycle, owner_id, currency)
					select $1, uuidv7(), 'Customer ' || n || case when n % 50 = 0 then ' Juniper' else '' end, 'customer', $2, 'USD'
					from generate_series(1, 5000) n returning org_id, id)
				insert into plays (org_id, id, account_id, type, stage, owner_id, priority, breakdown, rules_version, opened_at, updated_at)
				select a.org_id, uuidv7(), a.id, 'renewal', 'critical', $2, 500, '{}', 1, now(), now() from a`,
				[firm.id, firm.members.user.id],
			);
		await house().database.owner.exec("analyze accounts; analyze plays");
		const ask = { memberId: me, q: "juniper", limit: 40 };
		const { found, whole } = await as(large, "user", (ctx) =>
			wholeReads(ctx, ["plays"], async () => {
				await countQueue(ctx, me, "juniper");
				const first = await listQueue(ctx, ask);
				return [first, await listQueue(ctx, { ...ask, after: first.next! })] as const;
			}),
		);
		expect(whole).toEqual([]);
		const ids = found.flatMap(({ data }) => data.map(({ id }) => id));
		expect(new Set(ids).size).toBe(80);
		expect(found[0].data.every(({ account: { name } }) => name.endsWith("Juniper"))).toBe(true);
		const [figure] = await as(large, "user", (ctx) => countQueue(ctx, me, "juniper"));
		expect(figure).toMatchObject({ here: 100, away: 0 });
	});
});
