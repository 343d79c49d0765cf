import { createElement } from "react";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import { receiveMessage } from "#app/domain/messaging/receive-message.ts";
import { publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { saveDraft } from "#app/domain/workflows/definitions/save-draft.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import * as approval from "#app/routes/approvals/approval.tsx";
import * as approvals from "#app/routes/approvals/approvals.tsx";
import { BeganWithMessage } from "#app/routes/approvals/began-with-message.tsx";
import { readableOf } from "#app/routes/approvals/readable.ts";
import { VoteForm } from "#app/routes/approvals/vote-form.tsx";
import * as guidedList from "#app/routes/guided/guided-list.tsx";
import * as guidedStep from "#app/routes/guided/guided-step.tsx";
import * as compare from "#app/routes/runs/compare.tsx";
import * as run from "#app/routes/runs/run.tsx";
import * as cancel from "#app/routes/runs/run-cancel.tsx";
import * as replay from "#app/routes/runs/run-replay.tsx";
import * as state from "#app/routes/runs/run-state.ts";
import * as step from "#app/routes/runs/run-step.tsx";
import { RunStory } from "#app/routes/runs/run-story.tsx";
import * as runs from "#app/routes/runs/runs.tsx";
import { adviceFor } from "#app/routes/runs/step-words.ts";
import * as figures from "#app/routes/runs/workflow-figures.tsx";
import { SECTIONS } from "#app/routes/settings/sections.ts";
import { begin, graphOf, publish, runOf } from "#tests/domain/workflows/nodes/flow.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeContact } from "#tests/support/messaging.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { render, text } from "#tests/ui/render.tsx";

const status = (answer: unknown) =>
	Promise.resolve(answer).then(
		() => 200,
		(thrown: Response) => thrown.status,
	);

describe("FLOW-3: the pages of runs", () => {
	let org: TestOrg;
	const cookies = {} as Record<"user" | "viewer" | "manager" | "stranger", string>;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		for (const role of ["user", "viewer", "manager"] as const) cookies[role] = await cookieOf(org, role);
		cookies.stranger = await cookieOf(await makeOrg("Other firm"), "owner");
	});
	type Who = keyof typeof cookies;
	const args = (path: string, params: Record<string, string>, who: Who = "user", fields?: Record<string, string>) =>
		argsFor({ cookie: cookies[who], path, params, ...(fields ? { fields } : {}) });
	const post =
		(route: { action: (given: never) => unknown }, path: string, params: Record<string, string>) =>
		(fields: Record<string, string>, who: Who = "user") =>
			answerOf(route.action(args(path, params, who, fields)));

	test("FLOW-3 a replay preselects no step that the newest version lacks, and says which version has it", async () => {
		const graph = (id: string) =>
			graphOf({ [id]: ["transform", { values: [{ name: "n", value: "trigger.no.n" }] }] }, [`start>${id}`]);
		const { id } = await publish(org, { old: ["transform", { values: [{ name: "n", value: "trigger.no.n" }] }] }, [
			"start>old",
		]);
		const failed = await begin(org, id);
		await runJobs();
		const here = `/runs/${failed}/replay`;
		expect(await replay.loader(args(`${here}?from=old`, { id: failed }))).toMatchObject({ from: "old", gone: null });
		await as(org, "manager", async (ctx) => {
			const { version } = await saveDraft(ctx, id, { graph: Graph.parse(graph("fresh")), version: 1 });
			await publishWorkflow(ctx, id, { version });
		});
		expect(await replay.loader(args(`${here}?from=old`, { id: failed }))).toMatchObject({
			...{ from: null, gone: "old", newest: 2 },
			steps: [{ label: "old (only in version 1)" }, { label: "fresh (only in version 2)" }],
		});
		const again = post(replay, here, { id: failed });
		expect((await again({ from: "old", version: "newest" })).reply?.result.error?.from).toEqual([
			"Version 2 has no step “old”. Choose another step, or the run's own version 1.",
		]);
		expect(await again({ from: "old", version: "own" })).toMatchObject({ status: 303 });
	});

	test("FLOW-3 a message that is held is not told as sent, and leads to where it waits, for whom may read it", async () => {
		const settings = { contact: "{{ trigger.who }}", subject: "Hello", text: "Hi." };
		const { id } = await publish(org, { mail: ["send_email", settings] }, ["start>mail"]);
		const { id: who } = await makeContact(org);
		const begun = await begin(org, id, { who });
		await runJobs();
		const shown = await run.loader(args(`/runs/${begun}`, { id: begun }));
		const message = shown.steps.data.find((one) => one.node === "mail")!.message!;
		expect(message).toMatchObject({ state: "held" });
		const story = (mayReadMail: boolean) =>
			render(createElement(RunStory, { ...shown, steps: shown.steps.data, mayReadMail } as never));
		expect(await story(true)).toContain("wrote its message, which is held in the outbox and has not left");
		expect(await story(true)).toContain(`href="/outbox/${message.id}"`);
		expect(await story(false)).not.toContain("/outbox/");
		await as(org, "manager", ({ db }) =>
			db.updateTable("messages").set({ state: "sent" }).where("id", "=", message.id).execute(),
		);
		const later = await run.loader(args(`/runs/${begun}`, { id: begun }));
		const said = await render(createElement(RunStory, { ...later, steps: later.steps.data } as never));
		expect(said).toContain("was done in");
		expect(said).not.toContain("which is held");
	});

	test("FLOW-1 whoever decides reads the draft and what the customer wrote in words, ids and inner workings left out", () => {
		const kept = (value: unknown) => ({ text: JSON.stringify(value), bytes: 1, isWhole: true });
		const lines = (value: unknown) => readableOf(kept(value)).map(({ label, text }) => `${label}: ${text}`);
		const message = "Where is my order?\nAnn";
		expect(lines({ body: { name: "Ann", message, order_no: 7, person: newId() }, query: {} })).toEqual([
			...["Name: Ann", `Message: ${message}`, "Order no: 7"],
		]);
		expect(lines({ answer: "Dear Ann, it comes.", provider: "openai", model: "m" })).toEqual([
			"Answer: Dear Ann, it comes.",
		]);
		expect(lines({ answer: { urgent: true, tags: ["a", "b"] } })).toEqual(["Answer urgent: Yes", "Answer tags: a, b"]);
		expect(lines({ event: { name: "x.y" }, subject: { type: "lead", id: newId() } })).toEqual([]);
		for (const cut of ['{"a": "b', '{"a": "b\\u00', '{"a": "b\\', '{"a": ["b', '{"x": 1.'])
			expect(readableOf({ text: cut, bytes: 9_000, isWhole: false })).toEqual(
				cut.includes("x") ? [] : [{ label: "A", text: "b…" }],
			);
		expect(readableOf({ text: '{"a": "b", "c": {"d": 1, "e', bytes: 9_000, isWhole: false })).toEqual([
			...[
				{ label: "A", text: "b" },
				{ label: "C d", text: "1" },
			],
		]);
		const changed = { name: "lead.stage-changed", changes: { state: ["new", "booked"] }, data: {} };
		expect(lines({ event: changed })).toContain("Changed state: new → booked");
	});

	test("FLOW-3 what to do about a model that failed names the page as Settings calls it", () => {
		const said = adviceFor("ai", "No model is set up for steps of workflows.");
		expect(said).toContain("Settings, Models");
		expect(SECTIONS).toContainEqual(expect.objectContaining({ label: "Models", href: "/settings/ai" }));
	});

	test("FLOW-3 a failed run says why and what to do, and goes on from there on the corrected version", async () => {
		const sum = (value: string) =>
			graphOf({ sum: ["transform", { values: [{ name: "n", value }] }], out: ["end", { result: "steps.sum.n" }] }, [
				"start>sum",
				"sum>out",
			]);
		const { id } = await publish(
			org,
			{
				sum: ["transform", { values: [{ name: "n", value: "trigger.no.n" }] }],
				out: ["end", { result: "steps.sum.n" }],
			},
			["start>sum", "sum>out"],
		);
		const failed = await begin(org, id, { a: 7 });
		await runJobs();
		const shown = await run.loader(args(`/runs/${failed}`, { id: failed }));
		expect(shown).toMatchObject({ run: { state: "failed", errorNode: "sum" }, mayRun: true, mayEdit: false });
		const story = await render(
			createElement(RunStory, { ...shown, steps: shown.steps.data, mayAnswer: true } as never),
		);
		expect(text(story)).toMatch(/start.*was done.*sum.*failed/s);
		await as(org, "manager", async (ctx) => {
			await saveDraft(ctx, id, { graph: Graph.parse(sum("trigger.a + 1")), version: 1 });
			await publishWorkflow(ctx, id, { version: 2 });
		});
		const offered = await replay.loader(args(`/runs/${failed}/replay`, { id: failed }));
		expect(offered).toMatchObject({ from: "sum", version: 1, newest: 2, isGoing: false });
		expect(offered.steps.map(({ value }) => value)).toEqual(["sum", "out"]);
		const go = post(replay, `/runs/${failed}/replay`, { id: failed });
		expect((await go({ from: "", version: "newest", effects: "keep" })).reply?.result.error).toHaveProperty("from");
		expect((await go({ from: "nowhere", version: "own" })).status).toBe(422);
		expect((await go({ from: "sum" }, "viewer")).status).toBe(403);
		expect((await go({ from: "sum" }, "stranger")).status).toBe(404);
		const done = await go({ from: "sum", version: "newest", effects: "keep" });
		expect(done).toMatchObject({ status: 303, to: expect.stringMatching(/^\/runs\//) });
		await runJobs();
		const again = done.to!.split("/").at(-1)!;
		expect(await runOf(org, again)).toMatchObject({
			state: "succeeded",
			output: 8,
			replay_of: failed,
			version_number: 2,
		});
		const trial = await go({ from: "out", version: "own", effects: "again", trial: "on" });
		expect(await runOf(org, trial.to!.split("/").at(-1)!)).toMatchObject({ is_dry: true, repeats_effects: true });
	});

	test("FLOW-3 a run is paused, let go on, and cancelled with its reason; on trial, its replay stays on trial", async () => {
		const { id } = await publish(org, { wait: ["wait", { amount: 2 }], out: ["end", {}] }, ["start>wait", "wait>out"]);
		const going = await begin(org, id);
		await runJobs();
		const act = post(state, `/runs/${going}/state`, { id: going });
		expect((await act({ act: "pause" }, "viewer")).status).toBe(403);
		expect(await act({ act: "pause" })).toMatchObject({ status: 303, to: `/runs/${going}` });
		expect(await runOf(org, going)).toMatchObject({ state: "paused" });
		await act({ act: "resume" });
		expect((await act({ act: "resume" })).flash).toMatchObject({ tone: "info", message: "This run is not paused." });
		const end = post(cancel, `/runs/${going}/cancel`, { id: going });
		expect(await cancel.loader(args(`/runs/${going}/cancel`, { id: going }))).toMatchObject({ name: "Test", going: 0 });
		expect((await end({ reason: "x" }, "stranger")).status).toBe(404);
		expect(await end({ reason: "Not needed" })).toMatchObject({ status: 303, to: `/runs/${going}` });
		expect(await runOf(org, going)).toMatchObject({ state: "cancelled", error: "Not needed" });
		expect((await end({})).status).toBe(409);
		expect(await status(cancel.loader(args(`/runs/${going}/cancel`, { id: going })))).toBe(409);
		const dry = await begin(org, id, {}, true);
		await runJobs();
		const replayed = await post(replay, `/runs/${dry}/replay`, { id: dry })({ from: "out" });
		expect(await runOf(org, replayed.to!.split("/").at(-1)!)).toMatchObject({ is_dry: true });
	});

	test("FLOW-1 an approval is decided on its page with a reason; who may not is told who may", async () => {
		const { id } = await publish(org, { ask: ["approval", { title: "Grant it?", role: "manager" }] }, ["start>ask"]);
		const asking = await begin(org, id, { price: 12 });
		await runJobs();
		const { data } = await approvals.loader(args("/approvals", {}, "manager"));
		expect(data[0]).toMatchObject({ title: "Grant it?", isMine: true });
		const asked = data[0]!.id;
		const page = (who: Who) => approval.loader(args(`/approvals/${asked}`, { id: asked }, who));
		const form = async (who: Who) =>
			text(await render(createElement(VoteForm, { approval: (await page(who)) as never, reply: undefined })));
		expect(await form("user")).toContain("You are not among those who decide this. Who may: managers and above.");
		expect(await form("manager")).toMatch(/Approve.*Reject/s);
		const vote = post(approval, `/approvals/${asked}`, { id: asked });
		expect((await vote({ answer: "yes" })).status).toBe(403);
		expect((await vote({ answer: "maybe" }, "manager")).status).toBe(422);
		expect((await vote({ answer: "yes" }, "stranger")).status).toBe(404);
		expect(await status(page("viewer"))).toBe(403);
		expect(await status(page("stranger"))).toBe(404);
		expect(await vote({ answer: "yes", note: "Fair" }, "manager")).toMatchObject({
			status: 303,
			to: `/approvals/${asked}`,
		});
		expect((await vote({ answer: "no" }, "manager")).reply?.message).toMatch(/approved already/);
		await runJobs();
		expect(await runOf(org, asking)).toMatchObject({ state: "succeeded" });
		expect(await form("manager")).toContain("This is approved already.");
	});

	test("FLOW-1 what stays above an approval after one yes of two is true when others have decided meanwhile", async () => {
		const { id } = await publish(org, { ask: ["approval", { title: "Two of us?", role: "user", needed: 2 }] }, [
			"start>ask",
		]);
		await begin(org, id, {});
		await runJobs();
		const { data } = await approvals.loader(args("/approvals", {}, "manager"));
		const asked = data.find(({ title }) => title === "Two of us?")!.id;
		const vote = post(approval, `/approvals/${asked}`, { id: asked });
		expect((await vote({ answer: "yes" }, "user")).flash?.message).toBe("Your yes is kept.");
		const open = await approval.loader(args(`/approvals/${asked}`, { id: asked }, "manager"));
		// Leaving it half filled asks first.
		expect(await render(createElement(VoteForm, { approval: open as never, reply: undefined }))).toContain(
			"data-unsaved",
		);
		const page = await approval.loader(args(`/approvals/${asked}`, { id: asked }, "user"));
		const form = text(await render(createElement(VoteForm, { approval: page as never, reply: undefined })));
		expect(form).toContain("Others are needed before the run goes on.");
	});

	test("FLOW-1 an approval's text is changed on its page: the second of two sees both, and loses nothing", async () => {
		const { id } = await publish(
			org,
			{
				ask: ["approval", { title: "Send it?", text: "Hello {{ trigger.name }}", role: "user" }],
				out: ["end", { result: "steps.ask.text" }],
			},
			["start>ask", "ask.approved>out"],
		);
		const asking = await begin(org, id, { name: "Ann" });
		await runJobs();
		const asked = (await approvals.loader(args("/approvals", {}))).data.find(({ runId }) => runId === asking)!.id;
		const path = `/approvals/${asked}`;
		const form = async (reply?: unknown) => {
			const given = await approval.loader(args(path, { id: asked }));
			return render(createElement(VoteForm, { approval: given as never, reply: reply as never }));
		};
		const opened = await form();
		expect(opened).toMatch(/<textarea[^>]*name="text"[^>]*>Hello Ann<\/textarea>/);
		expect(opened).toContain('name="textVersion" value="1"');
		const vote = post(approval, path, { id: asked });
		expect(await vote({ answer: "save", text: "Dear Ann", textVersion: "1" })).toMatchObject({ status: 303, to: path });
		const second = await vote({ answer: "yes", text: "Hi Ann", textVersion: "1" }, "manager");
		expect(second.status).toBe(409);
		const shown = await form(second.reply);
		expect(text(shown)).toMatch(/changed this while you were editing.*Dear Ann.*Hi Ann/s);
		expect(shown).toMatch(/<textarea[^>]*name="text"[^>]*>Hi Ann<\/textarea>/);
		expect(shown).toContain('name="textVersion" value="2"');
		expect((await vote({ answer: "yes", text: "Hi Ann", textVersion: "2" }, "manager")).status).toBe(303);
		await runJobs();
		expect(await runOf(org, asking)).toMatchObject({ output: "Hi Ann" });
		expect(text(await form())).toMatch(/Hi Ann.*Changed by .*The first version.*Hello Ann/s);
	});

	test("FLOW-1 an approval's page says in words what the run began with, however long, and what a customer wrote", async () => {
		const contact = await makeContact(org, { first_name: "Cleo" });
		const said = `Where is my order? ${"Please tell me. ".repeat(700)}`;
		const { id: messageId } = await asActor(org.id, SYSTEM, async (ctx) => {
			const { id: conversationId } = await openConversation(ctx, { contactId: contact.id, subject: "" });
			return receiveMessage(ctx, { contactId: contact.id, conversationId, channel: "email", text: said } as never);
		});
		const { id } = await publish(
			org,
			{ read: ["read_message", { message: "{{ trigger.subject.id }}" }], ask: ["approval", { title: "Answer?" }] },
			["start>read", "read>ask"],
		);
		const subject = { type: "message", id: messageId };
		const asking = (await as(org, "user", (ctx) => startRun(ctx, id, { trigger: { subject, note: said }, subject })))!;
		await runJobs();
		const asked = (await approvals.loader(args("/approvals", {}, "manager"))).data.find(
			({ runId }) => runId === asking,
		)!;
		const shown = await approval.loader(args(`/approvals/${asked.id}`, { id: asked.id }));
		expect(shown.message).toMatchObject({ text: said });
		expect(text(await render(createElement(BeganWithMessage, shown)))).toContain("Where is my order?");
		expect(shown.trigger.isWhole).toBe(false);
		expect(readableOf(shown.trigger)).toMatchObject([{ label: "Note", text: expect.stringMatching(/^Where is.*…$/s) }]);
		expect(readableOf(shown.made[0]!.output)).toContainEqual(
			expect.objectContaining({ text: expect.stringContaining("Where is my order?") }),
		);
	});

	test("SUCCESS-5 a guided step is filled in on its page, leads to the next one of its run, then to the run", async () => {
		const fields = [
			{ name: "Mood.today", value: "good|bad*" },
			{ name: "Guests[0]", value: "number" },
		];
		const { id } = await publish(
			org,
			{
				call: ["guided", { title: "Call", fields }],
				more: ["guided", { title: "Write", member: org.members.user.id }],
				out: ["end", { result: 'steps.call.values["Mood.today"]' }],
			},
			["start>call", "call>more", "more.skipped>out"],
		);
		const going = await begin(org, id);
		await runJobs();
		const listed = async (who: Who) =>
			(await guidedList.loader(args("/guided", {}, who))).steps.map(({ title }) => title);
		expect(await listed("user")).toEqual(["Call"]);
		const [one] = (await guidedList.loader(args("/guided", {}))).steps;
		const at = (stepId: string) => post(guidedStep, `/guided/${stepId}?run=${going}`, { stepId });
		const fill = at(one!.id);
		const refused = await fill({ outcome: "done", field0: "so so", field1: "many" });
		expect(refused).toMatchObject({ status: 422, reply: { result: { initialValue: { field1: "many" } } } });
		expect(refused.reply?.result.error).toEqual({
			field0: ["Choose one of those offered."],
			field1: ["Write a number."],
		});
		expect((await fill({ outcome: "skipped" })).reply?.result.error).toHaveProperty("reason");
		expect((await fill({ outcome: "done", field0: "good" }, "viewer")).status).toBe(403);
		expect(await fill({ outcome: "done", field0: "good" }, "stranger")).toMatchObject({ to: `/runs/${going}` });
		// The run was carried on here: no job ran in between.
		const next = await fill({ outcome: "done", field0: "good", field1: "4" });
		expect(next.to).toMatch(new RegExp(`^/guided/(?!${one!.id})[^?]+\\?run=${going}$`));
		// Whoever comes later is told so, at the run.
		expect(await fill({ outcome: "done", field0: "bad" })).toMatchObject({
			...{ to: `/runs/${going}`, flash: { tone: "info", message: expect.stringContaining("over already") } },
		});
		expect([await listed("user"), await listed("manager")]).toEqual([["Write"], []]);
		const second = /\/guided\/([^?]+)/.exec(next.to!)![1]!;
		expect(await at(second)({ outcome: "skipped", reason: "No time" })).toMatchObject({ to: `/runs/${going}` });
		expect(await runOf(org, going)).toMatchObject({ state: "succeeded", output: "good" });
		expect(await status(guidedStep.loader(args(`/guided/${second}`, { stepId: second })))).toBe(404);
		expect(await status(guidedStep.loader(args(`/guided/${second}?run=${going}`, { stepId: second })))).toBe(302);
		// What was skipped is told with its reason.
		const { events } = {
			events: await as(org, "owner", (ctx) =>
				ctx.db.selectFrom("events").select("data").where("name", "=", "guided-step.skipped").execute(),
			),
		};
		expect(events.at(-1)!.data).toMatchObject({ reason: "No time" });
	});

	test("FLOW-3 the draft is tried on earlier runs from its page, and says what would differ", async () => {
		const nodes = (by: number) => ({
			sum: ["transform", { values: [{ name: "n", value: `trigger.a + ${by}` }] }] as [string, object],
		});
		const { id } = await publish(org, nodes(1) as never, ["start>sum"]);
		const earlier = await begin(org, id, { a: 1 });
		await runJobs();
		const page = () => compare.loader(args(`/studio/${id}/compare`, { id }));
		expect(await page()).toMatchObject({ comparison: null, mayEdit: false });
		await as(org, "manager", (ctx) =>
			saveDraft(ctx, id, { graph: Graph.parse(graphOf(nodes(2) as never, ["start>sum"])), version: 1 }),
		);
		const ask = post(compare, `/studio/${id}/compare`, { id });
		expect((await ask({})).status).toBe(403);
		expect(await ask({}, "manager")).toMatchObject({ status: 303 });
		expect(await page()).toMatchObject({ comparison: { state: "running", looked: 0, total: 1 } });
		await runJobs();
		expect(await page()).toMatchObject({
			comparison: {
				state: "done",
				differing: 1,
				results: [{ run: earlier, changes: [expect.stringContaining("sum")] }],
			},
		});
		expect(await status(compare.loader(args(`/studio/${id}/compare`, { id }, "stranger")))).toBe(404);
		await as(org, "manager", (ctx) => saveDraft(ctx, id, { graph: { nodes: [], edges: [] }, version: 2 }));
		expect((await ask({}, "manager")).status).toBe(422);
	});

	test("FLOW-3 FLOW-5 each page asks the database three times at most, and shows strangers nothing", async () => {
		const { id } = await publish(
			org,
			{ wait: ["wait", {}], call: ["guided", { title: "Call" }], ask: ["approval", { title: "?" }] },
			[...["start>wait", "start>call", "start>ask"]],
		);
		const going = await begin(org, id);
		await runJobs();
		const [asked] = (await approvals.loader(args("/approvals", {}))).data.filter(({ runId }) => runId === going);
		const [guided] = (await guidedList.loader(args("/guided", {}))).steps.filter(({ title }) => title === "Call");
		const { data } = (await run.loader(args(`/runs/${going}`, { id: going }))).steps;
		const pages: [{ loader: (given: never) => unknown }, string, Record<string, string>][] = [
			[runs, `/runs?workflow=${id}&state=waiting`, {}],
			[run, `/runs/${going}`, { id: going }],
			[step, `/runs/${going}/steps/${data[0]!.id}`, { id: going, step: data[0]!.id }],
			[cancel, `/runs/${going}/cancel`, { id: going }],
			[replay, `/runs/${going}/replay`, { id: going }],
			[figures, `/studio/${id}/figures`, { id }],
			[compare, `/studio/${id}/compare`, { id }],
			[approvals, "/approvals", {}],
			[approval, `/approvals/${asked!.id}`, { id: asked!.id }],
			[guidedList, "/guided", {}],
			[guidedStep, `/guided/${guided!.id}`, { stepId: guided!.id }],
		];
		for (const [route, path, params] of pages) {
			const heard = await statementsOf(async () => route.loader(args(path, params)));
			const queries = heard.filter((one) => /\bfrom (?!sessions)/.test(one) && /workflow|approvals/.test(one));
			expect(queries.length, path).toBeLessThanOrEqual(3);
			expect(queries.length, path).toBeGreaterThan(0);
			if (Object.keys(params).length > 0) {
				expect(await status(route.loader(args(path, params, "stranger"))), path).toBe(404);
				const absent = Object.fromEntries(Object.keys(params).map((name) => [name, newId()]));
				expect(await status(route.loader(args(path, absent))), path).toBe(404);
			}
		}
		expect((await runs.loader(args("/runs", {}, "stranger"))).data).toEqual([]);
	});
});
